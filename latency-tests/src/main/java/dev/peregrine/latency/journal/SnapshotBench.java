package dev.peregrine.latency.journal;

import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The pipeline with many cards, without and with a snapshot being taken all the time. */
public final class SnapshotBench {
    private final double rate;
    private final Rig rig;
    private final long cards;
    private final double share;
    private final BenchReport report;

    /**
     * @param rate payments a second
     * @param cards entities in the state
     * @param share of a core for the snapshots; more than 0, at most 1
     */
    public SnapshotBench(double rate, long cards, double share, Rig rig, BenchReport report) {
        this.rate = rate;
        this.rig = rig;
        this.cards = cards;
        this.share = share;
        this.report = report;
    }

    /** Measures without, with, and without again. */
    public void run() throws IOException, InterruptedException {
        long events = cards + 3 * (long) (rate * (rig.plan().allSeconds() + 1));
        try (ScratchDirectory scratch = ScratchDirectory.create("snapshot");
                BarePipeline pipeline =
                        BarePipeline.start(
                                scratch.path(), Durability.RECORDED, cards, events + 1)) {
            pipeline.saturate(cards);
            Measurement before = measure(pipeline, "without-snapshot", null);
            Taking taking = new Taking(pipeline.snapshotter().share(share).keepState(true));
            taking.start();
            Measurement with;
            try {
                with = measure(pipeline, "with-snapshot", before.name());
            } finally {
                taking.end();
            }
            Measurement after = measure(pipeline, "without-snapshot-again", before.name());
            report.root().put("snapshot_share", share);
            report.root().put("snapshots_taken", taking.taken);
            report.root().put("snapshot_seconds", taking.seconds / Math.max(1, taking.taken));
            report.root().put("snapshot_bytes", taking.bytes);
            report.note(
                    String.format(
                            Locale.ROOT,
                            "%d snapshots of %,d cards with %.2f of a core, %.1f s and %,d bytes each;"
                                    + " p99.9 with one %.2f x that without, medians of the rounds; %.2f x by"
                                    + " all values, where one stall of tens of milliseconds is the"
                                    + " p99.9",
                            taking.taken,
                            cards,
                            share,
                            taking.seconds / Math.max(1, taking.taken),
                            taking.bytes,
                            median(with) / ((median(before) + median(after)) / 2),
                            with.latency().p999Us()
                                    / ((before.latency().p999Us() + after.latency().p999Us())
                                            / 2)));
        }
    }

    private static double median(Measurement measurement) {
        return measurement.spread(Percentiles::p999Us).median();
    }

    private Measurement measure(BarePipeline pipeline, String what, String floor)
            throws IOException {
        Measurement measured =
                rig.measure(
                        Subject.of(
                                String.format(Locale.ROOT, "%s-%.0f", what, rate),
                                what,
                                "sequencer, journal and records written, no fsync, features, score,"
                                        + " no network",
                                floor,
                                rate),
                        pipeline,
                        pipeline.stages());
        report.add(measured);
        return measured;
    }

    /** Takes one snapshot after the other until it is ended. */
    private static final class Taking extends Thread {
        private final Snapshotter snapshotter;
        private volatile boolean ended;
        private int taken;
        private double seconds;
        private long bytes;

        Taking(Snapshotter snapshotter) {
            super("snapshot");
            this.snapshotter = snapshotter;
        }

        @Override
        public void run() {
            while (!ended) {
                long start = System.nanoTime();
                Optional<SnapshotFile> file = snapshotter.take();
                if (file.isPresent()) {
                    taken++;
                    seconds += (System.nanoTime() - start) / 1e9;
                    bytes = file.get().length();
                }
            }
        }

        void end() throws InterruptedException {
            ended = true;
            snapshotter.stop();
            join();
            snapshotter.close();
        }
    }
}
