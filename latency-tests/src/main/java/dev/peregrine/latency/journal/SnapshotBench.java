package dev.peregrine.latency.journal;

import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.bench.Figure;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.agrona.IoUtil;

/** The pipeline with many cards, without and with a snapshot being taken all the time. */
public final class SnapshotBench {
    private final LoadPlan plan;
    private final long cards;
    private final double share;
    private final BenchReport report;

    /**
     * @param cards entities in the state
     * @param share of a core for the snapshots; more than 0, at most 1
     */
    public SnapshotBench(LoadPlan plan, long cards, double share, BenchReport report) {
        this.plan = plan;
        this.cards = cards;
        this.share = share;
        this.report = report;
    }

    /** Measures without, with, and without again. */
    public void run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("peregrine-snapshot-");
        long events =
                cards
                        + 3
                                * (long)
                                        (plan.ratePerSecond()
                                                * (plan.warmUpSeconds()
                                                        + plan.measuredSeconds()
                                                        + 1));
        try (BarePipeline pipeline =
                BarePipeline.start(directory, Durability.RECORDED, cards, events + 1)) {
            pipeline.saturate(cards);
            LoadResult without = measure(pipeline, "without-snapshot", null);
            Taking taking = new Taking(pipeline.snapshotter().share(share));
            taking.start();
            LoadResult with;
            try {
                with = measure(pipeline, "with-snapshot", without);
            } finally {
                taking.end();
            }
            measure(pipeline, "without-snapshot-again", without);
            report.root().put("snapshot_share", share);
            report.root().put("snapshots_taken", taking.taken);
            report.root().put("snapshot_seconds", taking.seconds / Math.max(1, taking.taken));
            report.root().put("snapshot_bytes", taking.bytes);
            report.say(
                    String.format(
                            Locale.ROOT,
                            "    %d snapshots of %,d cards with %.2f of a core, %.1f s and %,d bytes each;"
                                    + " p99.9 with one %.2f x that without",
                            taking.taken,
                            cards,
                            share,
                            taking.seconds / Math.max(1, taking.taken),
                            taking.bytes,
                            with.micros(99.9) / without.micros(99.9)));
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private LoadResult measure(BarePipeline pipeline, String name, LoadResult floor)
            throws IOException {
        pipeline.rebase();
        LoadResult result = new LoadRun(plan, pipeline).run(name);
        report.add(
                new Figure(
                        name,
                        result,
                        "sequencer, journal and records written, features, score, no network",
                        floor));
        return result;
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
        }
    }
}
