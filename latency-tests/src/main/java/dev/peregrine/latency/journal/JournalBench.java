package dev.peregrine.latency.journal;

import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.bench.Figure;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.protocol.codec.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.agrona.IoUtil;

/** The pipeline with its journal off, recorded and synced: latency at a rate, and its maximum. */
public final class JournalBench {
    private static final long CARDS = 100_000;
    private static final long SATURATING = 400_000;
    private static final long SATURATING_SYNCED = 100_000;

    private final LoadPlan plan;
    private final BenchReport report;

    public JournalBench(LoadPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Measures the three, one after the other, and a replay beside them. */
    public void run() throws IOException {
        LoadResult off = measure(Durability.NULL_VAL, "journal-off", null);
        LoadResult recorded = measure(Durability.RECORDED, "journal-recorded", off);
        measure(Durability.SYNCED, "journal-synced", recorded);
    }

    private LoadResult measure(Durability durability, String name, LoadResult floor)
            throws IOException {
        Path directory = Files.createTempDirectory("peregrine-journal-");
        long saturating = durability == Durability.SYNCED ? SATURATING_SYNCED : SATURATING;
        long events =
                CARDS
                        + saturating
                        + (long)
                                (plan.ratePerSecond()
                                        * (plan.warmUpSeconds() + plan.measuredSeconds() + 1));
        try (BarePipeline pipeline = BarePipeline.start(directory, durability, CARDS, events + 1)) {
            pipeline.saturate(CARDS);
            pipeline.rebase();
            LoadResult result = new LoadRun(plan, pipeline).run(name);
            double most = pipeline.saturate(saturating);
            report.root().withObjectProperty(name).put("maximum_per_second", most);
            report.add(new Figure(name, result, includes(durability), floor));
            report.say(String.format(Locale.ROOT, "    at most %,.0f/s", most));
            if (durability == Durability.RECORDED) {
                double replayed = pipeline.replay();
                report.root().put("replay_per_second", replayed);
                report.say(
                        String.format(
                                Locale.ROOT,
                                "    replay of the same journal: %,.0f/s, %.1f x that",
                                replayed,
                                replayed / most));
            }
            return result;
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static String includes(Durability durability) {
        String rest = "sequencer, features, score, no network";
        return switch (durability) {
            case RECORDED -> rest + ", journal and records written";
            case SYNCED -> rest + ", journal and records written and forced to the disk";
            default -> rest + ", no journal";
        };
    }
}
