package dev.peregrine.latency.peers;

import java.nio.file.Path;
import java.util.Map;

/**
 * One that computes the features of rows. {@link ContenderMain} makes it in a JVM of its own, by a
 * public constructor that takes its {@link Entry#settings}, a {@code Map<String, String>}.
 */
public interface Contender {
    /** How it is set up, for people: what was chosen, and to what. */
    Map<String, String> configuration();

    /**
     * Runs all rows once, on empty state. Blocks until the last result is there and everything is
     * closed again.
     *
     * @param schedule begun by the contender, when the first row is about to go in
     * @param sink gets every row's features
     * @param work an empty directory for what is written
     */
    void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work) throws Exception;
}
