package dev.peregrine.latency.bench;

import dev.peregrine.latency.jmh.ReferenceRun;
import dev.peregrine.latency.journal.ChildProcess;
import dev.peregrine.latency.rig.RigPlan;
import dev.peregrine.report.latency.CurvePoint;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.StageFigure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The engine alone with policies/reference, beside what the memory alone costs. */
final class ReferenceBench {
    private static final double NS_PER_S = 1e9;

    private final RigPlan plan;
    private final BenchReport report;

    ReferenceBench(RigPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Measures in processes of their own, one for each repetition. */
    void run(int cards) throws Exception {
        List<ReferenceRun.Figures> figures = new ArrayList<>();
        for (int i = 0; i < plan.repetitions(); i++) {
            figures.add(measure(cards));
            ReferenceRun.Figures f = figures.get(i);
            report.say(
                    String.format(
                            Locale.ROOT,
                            "  reference, %,d cards: %,.0f ns a decision (%,.0f ns of the"
                                    + " processor), floor %,.0f ns, %d bytes in the best batch",
                            cards,
                            f.engineNs(),
                            f.engineCpuNs(),
                            f.floorNs(),
                            f.allocatedBytes()));
        }
        String floor = "engine-floor-" + cards;
        report.add(
                measurement(
                        floor,
                        "floor: memory alone, " + cards + " cards",
                        "as many cache lines of five plain tables, as many nodes of the same trees"
                                + " in plain arrays; one core",
                        null,
                        figures,
                        ReferenceRun.Figures::floor,
                        ReferenceRun.Figures::floorCurve,
                        List.of(),
                        Map.of("ns_per_event", median(figures, ReferenceRun.Figures::floorNs))));
        Map<String, Double> further = new TreeMap<>();
        double ns = median(figures, ReferenceRun.Figures::engineNs);
        double cpuNs = median(figures, ReferenceRun.Figures::engineCpuNs);
        further.put("ns_per_decision", ns);
        further.put("decisions_per_second", NS_PER_S / ns);
        further.put("decisions_per_second_of_the_processor", NS_PER_S / cpuNs);
        further.put("times_the_floor", ns / median(figures, ReferenceRun.Figures::floorNs));
        further.put(
                "allocated_bytes_in_the_best_batch",
                median(figures, f -> (double) f.allocatedBytes()));
        report.add(
                measurement(
                        "engine-reference-" + cards,
                        "engine alone, policy reference, " + cards + " cards",
                        "decoding, identity, 5 entities, 60 features, 50 rules, 100 trees, the"
                                + " decision encoded; no journal, no network; one core",
                        floor,
                        figures,
                        ReferenceRun.Figures::engine,
                        ReferenceRun.Figures::engineCurve,
                        figures.get(figures.size() - 1).phases(),
                        further));
    }

    private ReferenceRun.Figures measure(int cards) throws Exception {
        Path file = Files.createTempFile("peregrine-reference-", ".json");
        try (ChildProcess child =
                ChildProcess.ofThisJvm(
                        ReferenceRun.class,
                        Integer.toString(cards),
                        Double.toString(plan.warmUpSeconds()),
                        Double.toString(plan.seconds()),
                        file.toString())) {
            child.await(ReferenceRun.DONE);
            return ReferenceRun.Figures.read(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Measurement measurement(
            String name,
            String title,
            String includes,
            String floor,
            List<ReferenceRun.Figures> runs,
            Function<ReferenceRun.Figures, Percentiles> latency,
            Function<ReferenceRun.Figures, List<CurvePoint>> curve,
            List<StageFigure> phases,
            Map<String, Double> further) {
        ReferenceRun.Figures last = runs.get(runs.size() - 1);
        return new Measurement(
                name,
                title,
                includes,
                floor,
                null,
                0,
                plan.warmUpSeconds(),
                plan.seconds(),
                runs.stream().map(latency).map(ReferenceBench::repetition).toList(),
                latency.apply(last),
                curve.apply(last),
                phases,
                List.of(),
                further);
    }

    private static Repetition repetition(Percentiles latency) {
        return new Repetition(0, latency.count(), latency.count(), 0, 0, 0, latency);
    }

    private static double median(
            List<ReferenceRun.Figures> runs, Function<ReferenceRun.Figures, Double> figure) {
        double[] values = runs.stream().map(figure).mapToDouble(d -> d).sorted().toArray();
        return values[values.length / 2];
    }
}
