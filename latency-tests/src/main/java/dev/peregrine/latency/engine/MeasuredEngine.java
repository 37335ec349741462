package dev.peregrine.latency.engine;

import java.util.Map;

/** An engine that is measured round by round, on one thread. */
interface MeasuredEngine extends AutoCloseable {
    /** Puts some batches through. */
    void round();

    /** What goes before was warm-up. */
    void start();

    /** Ends the measuring, and gives what was found, by name. */
    Map<String, EngineFigures> figures();

    @Override
    void close();
}
