package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Puts results of the feature benchmark into the report's JSON, and prints them. */
final class FeatureTables {
    private static final int MEASURED_MOST = 1_000_000;
    private static final int MEASURED_BEFORE = 100_000;
    private static final int COMPUTED = 10_000_000;

    private final BenchReport report;
    private final double skew;

    FeatureTables(BenchReport report, double skew) {
        this.report = report;
        this.skew = skew;
    }

    void print(List<FeatureResult> results) {
        report.root().put("skew", skew);
        ArrayNode array = report.root().putArray("features");
        results.forEach(result -> write(result, array.addObject()));
        sizes(results);
        accesses(results);
    }

    private void sizes(List<FeatureResult> results) {
        report.say("");
        report.say(
                "| cards | features | events/s | ns an event (min .. max) | events/s of processor time | entities"
                        + " | bytes an entity | events kept | bytes an event | memory"
                        + " | allocated |");
        report.say("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (FeatureResult r : results) {
            report.say(
                    format(
                            "| %,d | %d | %,.0f | %,.0f (%,.0f .. %,.0f) | %,.0f | %,d | %,.0f | %,d"
                                    + " | %,.0f | %.2f GB | %,d B |",
                            r.cards(),
                            r.features(),
                            r.eventsPerSecond(),
                            r.medianNs(),
                            r.leastNs(),
                            r.mostNs(),
                            r.eventsPerCoreSecond(),
                            r.figures().entities(),
                            r.bytesPerEntity(),
                            r.figures().events(),
                            r.bytesPerEvent(),
                            r.gigabytes(),
                            r.figures().allocatedBytes()));
        }
        for (FeatureResult r : results) {
            FeatureResult before = find(results, MEASURED_BEFORE, r.features());
            if (r.cards() == MEASURED_MOST && before != null) {
                computed(r, before);
            }
        }
        report.say("");
        report.say(
                "Ten events a card in 30 days, in the mean; Zipf exponent "
                        + skew
                        + ". Bytes an entity: record, key, index, queue, in the mean over the"
                        + " entity types. Bytes an event: with all entities that keep it.");
    }

    /** Memory grows with the cards; time by as much as from a tenth of the cards. */
    private void computed(FeatureResult most, FeatureResult before) {
        double factor = (double) COMPUTED / most.cards();
        double ns = tenfold(before.medianNs(), most.medianNs());
        double cpuNs = tenfold(before.figures().cpuNs(), most.figures().cpuNs());
        report.say(
                format(
                        "| %,d, computed | %d | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f"
                                + " | %.0f GB | |",
                        COMPUTED,
                        most.features(),
                        1e9 / ns,
                        ns,
                        1e9 / cpuNs,
                        most.figures().entities() * factor,
                        most.bytesPerEntity(),
                        most.figures().events() * factor,
                        most.bytesPerEvent(),
                        most.gigabytes() * factor));
    }

    private static double tenfold(double tenthNs, double ns) {
        return ns + Math.max(0, ns - tenthNs);
    }

    private void accesses(List<FeatureResult> results) {
        report.say("");
        report.say(
                "| cards | features | cache lines of a card's state | hot path"
                        + " | plain table, as many lines | ratio |");
        report.say("| --- | --- | --- | --- | --- | --- |");
        for (FeatureResult r : results) {
            report.say(
                    format(
                            "| %,d | %d | %.1f | %.0f ns | %.0f ns | %.2f |",
                            r.cards(),
                            r.features(),
                            r.figures().accessLines(),
                            r.figures().accessNs(),
                            r.figures().plainNs(),
                            r.figures().accessNs() / r.figures().plainNs()));
        }
    }

    private static FeatureResult find(List<FeatureResult> results, int cards, int features) {
        return results.stream()
                .filter(r -> r.cards() == cards && r.features() == features)
                .findFirst()
                .orElse(null);
    }

    private static void write(FeatureResult r, ObjectNode node) {
        node.put("cards", r.cards())
                .put("features", r.features())
                .put("events_per_second", r.eventsPerSecond())
                .put("median_ns", r.medianNs())
                .put("min_ns", r.leastNs())
                .put("max_ns", r.mostNs())
                .put("events_per_core_second", r.eventsPerCoreSecond())
                .put("bytes_per_entity", r.bytesPerEntity())
                .put("bytes_per_event", r.bytesPerEvent())
                .putPOJO("state", r.figures());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
