package dev.peregrine.latency.journal;

import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.floor.SyncedFile;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import java.io.IOException;
import java.util.Locale;

/** The pipeline with its journal off, recorded and synced: latency at a rate, and its maximum. */
public final class JournalBench {
    private static final long CARDS = 100_000;
    private static final long SATURATING = 400_000;
    private static final long SATURATING_SYNCED = 100_000;

    private final double rate;
    private final Rig rig;
    private final BenchReport report;
    private int bytesPerPayment;

    /**
     * @param rate payments a second
     */
    public JournalBench(double rate, Rig rig, BenchReport report) {
        this.rate = rate;
        this.rig = rig;
        this.report = report;
    }

    /** Measures the three, one after the other, a replay beside them, and the disk alone. */
    public void run() throws IOException {
        String off = measure(Durability.NULL_VAL, "journal-off", null).name();
        measure(Durability.RECORDED, "journal-recorded", off);
        Measurement disk = measureDisk();
        report.add(disk);
        Measurement synced = measure(Durability.SYNCED, "journal-synced", disk.name());
        disk.stages().forEach(force -> compare(synced, force.latency().p50Us()));
    }

    private void compare(Measurement synced, double forceUs) {
        report.root().put("fdatasync_p50_us", forceUs);
        report.note(
                String.format(
                        Locale.ROOT,
                        "This disk's fdatasync alone: p50 %.0f µs; an answer of the synced pipeline"
                                + " %.2f times that.",
                        forceUs,
                        synced.spread(Percentiles::p50Us).median() / forceUs));
    }

    private Measurement measure(Durability durability, String what, String floor)
            throws IOException {
        long saturating = durability == Durability.SYNCED ? SATURATING_SYNCED : SATURATING;
        long events = CARDS + saturating + (long) (rate * (rig.plan().allSeconds() + 1));
        try (ScratchDirectory scratch = ScratchDirectory.create("journal");
                BarePipeline pipeline =
                        BarePipeline.start(scratch.path(), durability, CARDS, events + 1)) {
            pipeline.saturate(CARDS);
            Measurement measured =
                    rig.measure(
                            Subject.of(name(what), what, includes(durability), floor, rate),
                            pipeline,
                            pipeline.stages());
            double most = pipeline.saturate(saturating);
            measured.figures().put("maximum_per_second", most);
            report.add(measured);
            report.say(String.format(Locale.ROOT, "    at most %,.0f/s", most));
            if (durability == Durability.RECORDED) {
                bytesPerPayment = pipeline.bytesPerPayment();
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
            return measured;
        }
    }

    private Measurement measureDisk() throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.create("disk");
                SyncedFile disk =
                        SyncedFile.start(scratch.path().resolve("segment"), bytesPerPayment)) {
            return rig.measure(
                    Subject.of(
                            name("disk-synced"),
                            "floor: the disk alone",
                            "for each request "
                                    + bytesPerPayment
                                    + " bytes, those of journal and record, in one file; one write"
                                    + " and one fdatasync for all that wait; nothing else",
                            null,
                            rate),
                    disk,
                    disk.stages());
        }
    }

    private String name(String what) {
        return String.format(Locale.ROOT, "%s-%.0f", what, rate);
    }

    private static String includes(Durability durability) {
        String rest = "sequencer, features, score, no network";
        return switch (durability) {
            case RECORDED -> rest + ", journal and records written, no fsync";
            case SYNCED -> rest + ", journal and records written, the journal forced to the disk";
            default -> rest + ", no journal";
        };
    }
}
