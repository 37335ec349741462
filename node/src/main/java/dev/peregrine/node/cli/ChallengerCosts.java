package dev.peregrine.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.Challenger;
import dev.peregrine.policy.ChallengerFeatures;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a policy's challengers cost beside the running engine, for {@code policy explain}. */
final class ChallengerCosts {
    private final PolicyBundle bundle;
    private final ChallengerFeatures union;
    private final PolicyCosts added;

    ChallengerCosts(PolicyBundle bundle) {
        this.bundle = bundle;
        union = ChallengerFeatures.of(bundle);
        added =
                PolicyCosts.of(
                        PolicyBundleBuilder.from(bundle)
                                .features(union.added())
                                .challengers(List.of())
                                .build());
    }

    /**
     * Prints a table; nothing without challengers.
     *
     * @param rate events a second in all; null when not given
     */
    void print(PrintWriter out, Long rate) {
        if (bundle.challengers().isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable(
                        Set.of(3, 4, 5),
                        "challenger",
                        "policy",
                        "kind",
                        "features",
                        "added",
                        "rules");
        for (Challenger challenger : bundle.challengers()) {
            table.row(
                    challenger.name(),
                    challenger.policy().name() + " " + challenger.policy().version(),
                    challenger.kind().name().toLowerCase(Locale.ROOT),
                    Integer.toString(challenger.policy().features().features().size()),
                    Long.toString(added(challenger)),
                    Integer.toString(challenger.policy().rules().size()));
        }
        out.println();
        table.print(out);
        out.println();
        out.println(
                "added: features that the policy does not compute; the side lane keeps them in an");
        out.printf(
                Locale.ROOT,
                "  engine of its own, each thing once: %,d features, %,d entity types, headers at"
                        + " capacity %s%n",
                added.features().size(),
                added.entities().size(),
                ByteText.of(added.headerBytes()));
        if (rate != null) {
            out.printf(
                    Locale.ROOT,
                    "  and at %,d events/s history of %s, up to %s%n",
                    rate,
                    ByteText.of(added.historyBytes(rate)),
                    ByteText.of(added.greatestHistoryBytes(rate)));
        }
    }

    /** Adds an object for each challenger, and what they add in all. */
    void write(ObjectNode root) {
        ArrayNode list = root.putArray("challengers");
        for (Challenger challenger : bundle.challengers()) {
            list.addObject()
                    .put("name", challenger.name())
                    .put("policy", challenger.policy().name())
                    .put("version", challenger.policy().version())
                    .put("kind", challenger.kind().name().toLowerCase(Locale.ROOT))
                    .put("features", challenger.policy().features().features().size())
                    .put("added_features", added(challenger));
        }
        root.putObject("challengers_add")
                .put("features", added.features().size())
                .put("entities", added.entities().size())
                .put("header_bytes", added.headerBytes());
    }

    private long added(Challenger challenger) {
        long count = 0;
        for (int place : union.places(challenger.name())) {
            count += place < 0 ? 1 : 0;
        }
        return count;
    }
}
