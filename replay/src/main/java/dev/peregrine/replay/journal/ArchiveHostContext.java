package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.Durability;
import io.aeron.archive.client.AeronArchive;
import java.nio.file.Path;
import org.agrona.BitUtil;

/** What an {@link ArchiveHost} needs to know. Concluded by {@link ArchiveHost#launch}. */
public final class ArchiveHostContext {
    private static final int MIB = 1024 * 1024;
    private static final int MIN_TERM_LENGTH = 64 * 1024;
    private static final int MAX_TERM_LENGTH = 1024 * MIB;
    private static final int LOGS = 2;

    private DataDirectoryLock directoryLock;
    private ArchivePreset preset = ArchivePreset.SHARED;
    private Durability durability = Durability.RECORDED;
    private int termLength = 16 * MIB;
    private int segmentLength = 64 * MIB;
    private int defaultTermLength = 4 * MIB;
    private long otherSharedMemoryBytes = 64L * MIB;
    private int controlStreamId = AeronArchive.Configuration.localControlStreamId();
    private Path externalAeronDirectory;
    private FailureHandler failureHandler;
    private Path archiveDirectory;
    private Path aeronDirectory;

    /** The held lock of the data directory. Required. Not closed by the host. */
    public ArchiveHostContext directoryLock(DataDirectoryLock lock) {
        this.directoryLock = lock;
        return this;
    }

    /** Threads. Default {@link ArchivePreset#SHARED}. */
    public ArchiveHostContext preset(ArchivePreset preset) {
        this.preset = preset;
        return this;
    }

    DataDirectoryLock directoryLock() {
        return directoryLock;
    }

    /** Recorded (default) or synced: whether the journal is durable only when it is forced. */
    public ArchiveHostContext durability(Durability durability) {
        this.durability = durability;
        return this;
    }

    /**
     * Term length of new logs in bytes: a power of two, 64 KiB to 1 GiB, default 16 MiB. A log
     * takes three terms in shared memory, a reading as much again.
     */
    public ArchiveHostContext termLength(int termLength) {
        this.termLength = termLength;
        return this;
    }

    /**
     * Length of the archive's files in bytes: a power of two, the term length or more, default 64
     * MiB.
     */
    public ArchiveHostContext segmentLength(int segmentLength) {
        this.segmentLength = segmentLength;
        return this;
    }

    /** Term length in bytes of streams on the driver that do not name their own. Default 4 MiB. */
    public ArchiveHostContext defaultTermLength(int defaultTermLength) {
        this.defaultTermLength = defaultTermLength;
        return this;
    }

    /** Shared memory in bytes that other users of the driver will take. Default 64 MiB. */
    public ArchiveHostContext otherSharedMemoryBytes(long bytes) {
        this.otherSharedMemoryBytes = bytes;
        return this;
    }

    /**
     * Stream of the archive's control channel on ipc. Archives on one external driver need
     * different ones. Default: Aeron's.
     */
    public ArchiveHostContext controlStreamId(int controlStreamId) {
        this.controlStreamId = controlStreamId;
        return this;
    }

    /** Directory of a running media driver to use instead of an own one. Default: none. */
    public ArchiveHostContext externalAeronDirectory(Path directory) {
        this.externalAeronDirectory = directory;
        return this;
    }

    /** Hears of failures. Required. */
    public ArchiveHostContext failureHandler(FailureHandler handler) {
        this.failureHandler = handler;
        return this;
    }

    /**
     * Fills defaults and checks ranges.
     *
     * @throws IllegalArgumentException naming the property and its value
     */
    void conclude() {
        require(directoryLock != null && directoryLock.isHeld(), "directoryLock", "not held");
        require(failureHandler != null, "failureHandler", "not set");
        require(durability != Durability.NONE, "durability", durability);
        requireTermLength("termLength", termLength);
        requireTermLength("defaultTermLength", defaultTermLength);
        require(
                BitUtil.isPowerOfTwo(segmentLength) && segmentLength >= termLength,
                "segmentLength",
                segmentLength);
        archiveDirectory = directoryLock.directory().resolve("archive");
        aeronDirectory =
                externalAeronDirectory == null
                        ? SharedMemory.driverDirectory(directoryLock.directory())
                        : externalAeronDirectory;
    }

    ArchivePreset preset() {
        return preset;
    }

    Durability durability() {
        return durability;
    }

    int catalogSyncLevel() {
        return durability == Durability.SYNCED ? 1 : 0;
    }

    int termLength() {
        return termLength;
    }

    int segmentLength() {
        return segmentLength;
    }

    int defaultTermLength() {
        return defaultTermLength;
    }

    int controlStreamId() {
        return controlStreamId;
    }

    long sharedMemoryBytes() {
        return SharedMemory.required(termLength, LOGS, otherSharedMemoryBytes);
    }

    boolean ownsDriver() {
        return externalAeronDirectory == null;
    }

    FailureHandler failureHandler() {
        return failureHandler;
    }

    Path archiveDirectory() {
        return archiveDirectory;
    }

    Path aeronDirectory() {
        return aeronDirectory;
    }

    private static void requireTermLength(String property, int value) {
        require(
                BitUtil.isPowerOfTwo(value) && value >= MIN_TERM_LENGTH && value <= MAX_TERM_LENGTH,
                property,
                value);
    }

    private static void require(boolean holds, String property, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "ArchiveHostContext." + property + ": not valid: " + value);
        }
    }
}
