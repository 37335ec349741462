package dev.peregrine.latency.peers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A contender as a table has it.
 *
 * @param name for files and options
 * @param title for people
 * @param keeps what survives of an answered row when the process is killed
 * @param contender name of its class
 * @param settings what its constructor takes
 * @param isPeer whether its JVM has the peers' class path rather than Peregrine's
 * @param computes whether it computes features, or only carries the messages
 */
record Entry(
        String name,
        String title,
        String keeps,
        String contender,
        Map<String, String> settings,
        boolean isPeer,
        boolean computes) {
    private static final String PACKAGE = "dev.peregrine.latency.peers.";
    private static final String FLINK = PACKAGE + "flink.FlinkJob";
    private static final String NOTHING = "nothing";

    /** Whose outputs the others' are compared with. */
    static final String REFERENCE = "engine";

    /** All that there are, the reference first. */
    static List<Entry> all() {
        return List.of(
                own(REFERENCE, "Peregrine, engine alone, one core", NOTHING, "own.EngineAlone"),
                node("node", "Peregrine, live over Aeron ipc, journal recorded", false),
                node("node-evidence", "the same, with evidence store and side lane", true),
                new Entry(
                        "recorded",
                        "bare recorded publication of the same messages",
                        "every message",
                        PACKAGE + "own.RecordedPublication",
                        Map.of(),
                        false,
                        false),
                own("plain", "plain Java, rings in a HashMap, one core", NOTHING, "PlainRings"),
                flink("flink-heap", "Flink, heap, buffer timeout 100 ms", NOTHING, "heap", 100),
                flink("flink-heap-0", "Flink, heap, buffer timeout 0", NOTHING, "heap", 0),
                flink(
                        "flink-rocksdb",
                        "Flink, RocksDB, checkpoints every 10 s",
                        "state; answers since the last checkpoint are made again",
                        "rocksdb",
                        0),
                flink(
                        "flink-exactly-once",
                        "Flink, RocksDB, checkpoints, exactly-once sink",
                        "every row, once a checkpoint has committed it",
                        "exactly-once",
                        0),
                new Entry(
                        "jet",
                        "Hazelcast Jet",
                        NOTHING,
                        PACKAGE + "jet.JetJob",
                        Map.of(),
                        true,
                        true));
    }

    private static Entry own(String name, String title, String keeps, String contender) {
        return new Entry(name, title, keeps, PACKAGE + contender, Map.of(), false, true);
    }

    private static Entry node(String name, String title, boolean followers) {
        return new Entry(
                name,
                title,
                "every row",
                PACKAGE + "own.LiveNode",
                Map.of("followers", Boolean.toString(followers)),
                false,
                true);
    }

    private static Entry flink(
            String name, String title, String keeps, String state, int timeoutMs) {
        return new Entry(
                name,
                title,
                keeps,
                FLINK,
                Map.of("state", state, "buffer-timeout-ms", Integer.toString(timeoutMs)),
                true,
                true);
    }

    /** The settings in one argument, for {@link ContenderMain}. */
    String settingsArgument() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Reads {@link #settingsArgument}. */
    static Map<String, String> settings(String argument) {
        return Stream.of(argument.split(","))
                .filter(setting -> !setting.isEmpty())
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }
}
