package dev.peregrine.latency.journal;

import dev.peregrine.node.data.DataDirectory;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A pipeline in a process of its own over a node's data directory: it has seen a payment of every
 * card, has a snapshot of that, and then some more payments; it prints {@value #FILLED} and waits
 * to be killed. There is no network in it, so that millions of cards take seconds.
 */
public final class FilledNode {
    static final String FILLED = "filled";

    private FilledNode() {}

    /** Arguments: data directory, policy bundle, cards, payments after the snapshot. */
    public static void main(String[] args) {
        DataDirectory data = DataDirectory.open(Path.of(args[0]));
        long cards = Long.parseLong(args[2]);
        long tail = Long.parseLong(args[3]);
        BarePipeline pipeline =
                BarePipeline.startIn(
                        data, Path.of(args[1]), cards, RecoveryBench.eventIds(cards, tail));
        pipeline.saturate(cards);
        System.out.println(pipeline.snapshot().path());
        pipeline.saturate(tail);
        System.out.println(FILLED);
        while (true) {
            LockSupport.park();
        }
    }
}
