package dev.peregrine.latency.engine;

import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.report.latency.Environment;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that measures the engine alone. Arguments: policy, cards of policy reference, number of
 * the repetition, seconds of warm-up, seconds to measure, directory for interval logs, file for the
 * figures.
 */
public final class EngineRun {
    /** What the process says when the figures are written. */
    public static final String DONE = "done";

    /** The policy that has a floor beside it. */
    public static final String REFERENCE = "reference";

    private EngineRun() {}

    /** Name of a policy's measurement. */
    public static String name(String policy, int cards) {
        return policy.equals(REFERENCE) ? "engine-reference-" + cards : "engine-" + policy;
    }

    /** Name of the floor of policy reference. */
    public static String floorName(int cards) {
        return "engine-floor-" + cards;
    }

    private static MeasuredEngine load(String policy, int cards, int repetition, ResultFiles files)
            throws PolicyException, IOException {
        String name = name(policy, cards);
        return policy.equals(REFERENCE)
                ? new ReferenceRun(cards, name, floorName(cards), repetition, files)
                : new SimulatedRun(policy, name, repetition, files);
    }

    /** See the class. */
    public static void main(String[] args) throws PolicyException, IOException {
        ResultFiles files = new ResultFiles(Path.of(args[5]), Environment.capture());
        try (MeasuredEngine engine =
                load(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), files)) {
            rounds(engine, Double.parseDouble(args[3]));
            engine.start();
            rounds(engine, Double.parseDouble(args[4]));
            EngineFigures.write(engine.figures(), Path.of(args[6]));
            System.out.println(DONE);
        }
    }

    private static void rounds(MeasuredEngine engine, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            engine.round();
        } while (System.nanoTime() < end);
    }
}
