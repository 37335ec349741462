package dev.peregrine.latency.journal;

import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.report.latency.Measurement;
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

    private final double rate;
    private final Rig rig;
    private final BenchReport report;

    /**
     * @param rate payments a second
     */
    public JournalBench(double rate, Rig rig, BenchReport report) {
        this.rate = rate;
        this.rig = rig;
        this.report = report;
    }

    /** Measures the three, one after the other, and a replay beside them. */
    public void run() throws IOException {
        String off = measure(Durability.NULL_VAL, "journal-off", null);
        String recorded = measure(Durability.RECORDED, "journal-recorded", off);
        measure(Durability.SYNCED, "journal-synced", recorded);
    }

    private String measure(Durability durability, String what, String floor) throws IOException {
        Path directory = Files.createTempDirectory("peregrine-journal-");
        String name = String.format(Locale.ROOT, "%s-%.0f", what, rate);
        long saturating = durability == Durability.SYNCED ? SATURATING_SYNCED : SATURATING;
        long events = CARDS + saturating + (long) (rate * (rig.plan().allSeconds() + 1));
        try (BarePipeline pipeline = BarePipeline.start(directory, durability, CARDS, events + 1)) {
            pipeline.saturate(CARDS);
            Measurement measured =
                    rig.measure(
                            Subject.of(name, what, includes(durability), floor, rate),
                            pipeline,
                            pipeline.stages());
            double most = pipeline.saturate(saturating);
            measured.figures().put("maximum_per_second", most);
            report.add(measured);
            report.say(String.format(Locale.ROOT, "    at most %,.0f/s", most));
            if (durability == Durability.RECORDED) {
                double replayed = pipeline.replay();
                report.root().put("replay_per_second", replayed);
                report.note(
                        String.format(
                                Locale.ROOT,
                                "A replay of the recorded journal: %,.0f/s, %.1f times the most"
                                        + " that went through the pipeline.",
                                replayed,
                                replayed / most));
            }
            return name;
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static String includes(Durability durability) {
        String rest = "sequencer, features, score, no network";
        return switch (durability) {
            case RECORDED -> rest + ", journal and records written, no fsync";
            case SYNCED -> rest + ", journal and records written and forced to the disk";
            default -> rest + ", no journal";
        };
    }
}
