package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.LogException;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveMarkFile;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.StorageSpaceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;

/**
 * The archive of a data directory in this process, on a media driver of its own or on a given one.
 * Speaks ipc only and opens no socket.
 *
 * <p>What a killed predecessor left of its driver and of the archive's mark file is cleared: the
 * lock of the data directory proves that it is dead.
 */
public final class ArchiveHost implements AutoCloseable {
    private static final String CATALOG = "archive.catalog";
    private static final int FILE_IO_MAX_LENGTH = 1024 * 1024;

    private final ArchiveHostContext ctx;
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong warnings = new AtomicLong();
    private final long startTimeMs;
    private MediaDriver driver;
    private Archive archive;
    private ArchiveAgent agent;
    private AgentRunner runner;
    private Aeron aeron;
    private volatile boolean closing;

    private ArchiveHost(ArchiveHostContext ctx) {
        this.ctx = ctx;
        this.startTimeMs = System.currentTimeMillis();
    }

    /**
     * Starts driver, archive and client. Blocks until they run.
     *
     * @throws SharedMemoryException when shared memory is too small
     * @throws LogException when the archive's files cannot be read or written
     */
    public static ArchiveHost launch(ArchiveHostContext context) {
        context.conclude();
        ArchiveHost host = new ArchiveHost(context);
        try {
            host.start();
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** Client of the driver, shared by all that runs on this host. */
    public Aeron aeron() {
        return aeron;
    }

    /**
     * The agent of a thread that waits for what it appends: where archive and driver share a
     * thread, it takes turns with them when it has nothing else to do, and they do its work while
     * the disk holds it up in theirs; the agent then runs on two threads, one at a time. Where they
     * do not, the agent itself. Close its thread before this host and its logs.
     *
     * @param failures told of what it throws on the other thread
     */
    public Agent helpedBy(Agent waiting, ErrorHandler failures) {
        return agent == null ? waiting : new HelpingAgent(waiting, agent, failures);
    }

    /**
     * Where a host of a data directory has its driver, unless it was given another.
     *
     * @param dataDirectory which is there
     */
    public static Path driverDirectory(Path dataDirectory) {
        try {
            return SharedMemory.driverDirectory(dataDirectory.toRealPath());
        } catch (IOException e) {
            throw new LogException(dataDirectory + ": cannot be read: " + e, e);
        }
    }

    /** The driver's directory, for other clients. */
    public String aeronDirectoryName() {
        return ctx.aeronDirectory().toString();
    }

    /** Failures handed to the failure handler so far. Any thread. */
    public long failures() {
        return failures.get();
    }

    /** Warnings of driver and archive so far. Any thread. */
    public long warnings() {
        return warnings.get();
    }

    /** What a log's durable position promises. */
    public Durability durability() {
        return ctx.durability();
    }

    /** Ends client, archive and driver in that order. Logs are closed before. */
    @Override
    public void close() {
        closing = true;
        CloseHelper.closeAll(aeron, runner, archive, driver);
    }

    /**
     * A session with the archive, for one job: unattended, it would end after some minutes. Blocks.
     */
    ArchiveSession connect() {
        return ArchiveSession.open(
                Optional.ofNullable(agent),
                new AeronArchive.Context()
                        .aeron(aeron)
                        .ownsAeronClient(false)
                        .controlRequestChannel(CommonContext.IPC_CHANNEL)
                        .controlRequestStreamId(ctx.controlStreamId())
                        .controlResponseChannel(CommonContext.IPC_CHANNEL)
                        .errorHandler(handlerFor("archive client")));
    }

    /** How the last owner of the data directory came to its end. */
    public PreviousRun previousRun() {
        return ctx.directoryLock().previousRun();
    }

    Path dataDirectory() {
        return ctx.directoryLock().directory();
    }

    /** Forces the archive's catalogue and the names of its files to the disk. Blocks. */
    void forceCatalog() {
        Path catalog = ctx.archiveDirectory().resolve(CATALOG);
        try (FileChannel file = FileChannel.open(catalog, StandardOpenOption.READ)) {
            file.force(true);
            DirectoryForce.force(ctx.archiveDirectory());
        } catch (IOException e) {
            throw new LogException(catalog + ": " + e.getMessage(), e);
        }
    }

    Path archiveDirectory() {
        return ctx.archiveDirectory();
    }

    int termLength() {
        return ctx.termLength();
    }

    /** Greatest number of bytes that the archive writes at once. */
    int blockLength() {
        return FILE_IO_MAX_LENGTH;
    }

    /** The next owner of the data directory is to look at the ends of its logs. */
    void endAsIfKilled() {
        ctx.directoryLock().endAsIfKilled();
    }

    /** Starts to force a log behind the archive. */
    SegmentForcer newForcer(
            String logName, Recording recording, long from, LongSupplier recordedPosition) {
        ErrorHandler handler = handlerFor("archive");
        return new SegmentForcer(
                logName,
                ctx.archiveDirectory(),
                recording,
                from,
                recordedPosition,
                ctx.preset().newIdleStrategy(),
                failure -> {
                    ctx.directoryLock().endAsIfPowerWasLost();
                    handler.onError(failure);
                });
    }

    /** When this host began to start, epoch milliseconds. */
    long startTimeMs() {
        return startTimeMs;
    }

    private void start() {
        if (ctx.ownsDriver()) {
            IoUtil.delete(ctx.aeronDirectory().toFile(), false);
            SharedMemory.checkSpace(
                    ctx.aeronDirectory(), ctx.sharedMemoryBytes(), ctx.termLength());
            driver = MediaDriver.launch(driverContext());
        }
        try {
            launchArchive();
        } catch (LogException e) {
            throw e;
        } catch (Exception e) {
            throw new LogException(
                    ctx.archiveDirectory() + ": cannot be opened: " + Causes.root(e), e);
        }
        if (archive.invoker() != null) {
            agent =
                    new ArchiveAgent(
                            archive.invoker(),
                            driverInvoker(),
                            archive.context().controlSessionsCounter()::get,
                            handlerFor("archive"));
            runner =
                    new AgentRunner(
                            new HelpedIdleStrategy(ctx.preset().newIdleStrategy(), agent::isHelped),
                            handlerFor("archive"),
                            null,
                            agent);
            AgentRunner.startOnThread(runner);
        }
        aeron = Aeron.connect(clientContext());
    }

    /** What runs the driver where it has no thread of its own; else null. */
    private AgentInvoker driverInvoker() {
        return driver == null ? null : driver.sharedAgentInvoker();
    }

    private void launchArchive() {
        deleteMarkFile();
        if (previousRun() != PreviousRun.ENDED) {
            TornSegments.clearGarbage(ctx.archiveDirectory());
        }
        try {
            archive = Archive.launch(archiveContext());
        } catch (ArchiveException e) {
            if (!TornSegments.isReason(e)) {
                throw e;
            }
            TornSegments.mend(ctx.archiveDirectory());
            deleteMarkFile();
            archive = Archive.launch(archiveContext());
        }
    }

    private void deleteMarkFile() {
        IoUtil.deleteIfExists(ctx.archiveDirectory().resolve(ArchiveMarkFile.FILENAME).toFile());
    }

    private MediaDriver.Context driverContext() {
        return new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectoryName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ctx.preset().driver())
                .conductorIdleStrategy(ctx.preset().newIdleStrategy())
                .senderIdleStrategy(ctx.preset().newIdleStrategy())
                .receiverIdleStrategy(ctx.preset().newIdleStrategy())
                .sharedIdleStrategy(ctx.preset().newIdleStrategy())
                .ipcTermBufferLength(ctx.defaultTermLength())
                .publicationTermBufferLength(ctx.defaultTermLength())
                .errorHandler(handlerFor("media driver"));
    }

    private Aeron.Context clientContext() {
        return new Aeron.Context()
                .aeronDirectoryName(aeronDirectoryName())
                .clientName("peregrine")
                .errorHandler(handlerFor("archive client"));
    }

    private Archive.Context archiveContext() {
        return new Archive.Context()
                .aeronDirectoryName(aeronDirectoryName())
                .archiveDir(ctx.archiveDirectory().toFile())
                .controlChannelEnabled(false)
                .localControlChannel(CommonContext.IPC_CHANNEL)
                .localControlStreamId(ctx.controlStreamId())
                .archiveClientContext(
                        new AeronArchive.Context()
                                .controlResponseChannel(CommonContext.IPC_CHANNEL))
                .replicationChannel(CommonContext.IPC_CHANNEL)
                .recordingEventsEnabled(false)
                .fileSyncLevel(0)
                .catalogFileSyncLevel(ctx.catalogSyncLevel())
                .segmentFileLength(ctx.segmentLength())
                .fileIoMaxLength(FILE_IO_MAX_LENGTH)
                .lowStorageSpaceThreshold(ctx.segmentLength())
                .recordChecksum(Checksums.crc32c())
                .threadingMode(ctx.preset().archive())
                .mediaDriverAgentInvoker(driverInvoker())
                .idleStrategySupplier(ctx.preset()::newIdleStrategy)
                .recorderIdleStrategySupplier(ctx.preset()::newIdleStrategy)
                .replayerIdleStrategySupplier(ctx.preset()::newIdleStrategy)
                .errorHandler(handlerFor("archive"));
    }

    /** No room for the buffers of another stream is its client's trouble, who is told. */
    private static boolean isWarning(Throwable failure) {
        return failure instanceof StorageSpaceException
                || (failure instanceof AeronException aeronException
                        && aeronException.category() == AeronException.Category.WARN);
    }

    private ErrorHandler handlerFor(String component) {
        return failure -> {
            if (closing) {
                return;
            }
            if (isWarning(failure)) {
                warnings.incrementAndGet();
                return;
            }
            failures.incrementAndGet();
            ctx.failureHandler().onFailure(component, failure);
        };
    }
}
