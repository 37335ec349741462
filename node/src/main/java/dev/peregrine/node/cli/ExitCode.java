package dev.peregrine.node.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended. The numbers are a contract with scripts and supervisors: append only. */
public enum ExitCode {
    OK(0, "Success"),
    FAILURE(1, "A failure of another kind, or a bug"),
    USAGE(2, "Wrong command line"),
    BAD_CONFIGURATION(3, "Wrong configuration or policy bundle"),
    DATA_DIRECTORY_IN_USE(4, "The data directory belongs to a live node"),
    JOURNAL_FAILED(5, "The journal is damaged or could not be written"),
    DIFFERENCES_FOUND(6, "Verification found differences"),
    PORT_IN_USE(7, "An address or port is taken"),
    BAD_INPUT(8, "An input file is malformed"),
    SNAPSHOT_FAILED(9, "A snapshot is damaged or could not be taken"),
    HALTED(10, "The engine, or a stage around it, failed on an event"),
    SHARED_MEMORY_FULL(11, "Not enough shared memory for the log buffers"),
    GATE_FAILED(12, "A condition of --fail-if holds"),
    OUT_OF_MEMORY(13, "Out of memory"),
    INTERRUPTED(130, "Interrupted");

    private final int code;
    private final String description;

    ExitCode(int code, String description) {
        this.code = code;
        this.description = description;
    }

    /** The process's exit status, 0 .. 255. */
    public int code() {
        return code;
    }

    /** For help: code to description. */
    static Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (ExitCode exitCode : values()) {
            descriptions.put(Integer.toString(exitCode.code), exitCode.description);
        }
        return descriptions;
    }
}
