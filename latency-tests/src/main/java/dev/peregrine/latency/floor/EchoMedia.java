package dev.peregrine.latency.floor;

import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.DataDirectoryLock;
import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.archive.client.AeronArchive;
import java.nio.file.Path;
import org.agrona.CloseHelper;

/** The media driver and archive that the node embeds, with the same threads and settings. */
final class EchoMedia implements AutoCloseable {
    private final DataDirectoryLock lock;
    private final ArchiveHost host;
    private final AeronArchive archive;

    /**
     * @param directory where the archive writes
     */
    EchoMedia(Path directory) {
        lock = DataDirectoryLock.acquire(directory);
        host =
                ArchiveHost.launch(
                        new ArchiveHostContext()
                                .directoryLock(lock)
                                .failureHandler(EchoMedia::onFailure));
        archive =
                AeronArchive.connect(
                        new AeronArchive.Context()
                                .aeron(host.aeron())
                                .ownsAeronClient(false)
                                .controlRequestChannel(CommonContext.IPC_CHANNEL)
                                .controlRequestStreamId(
                                        AeronArchive.Configuration.localControlStreamId())
                                .controlResponseChannel(CommonContext.IPC_CHANNEL));
    }

    Aeron aeron() {
        return host.aeron();
    }

    AeronArchive archive() {
        return archive;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(archive, host, lock);
    }

    private static void onFailure(String component, Throwable failure) {
        System.getLogger("dev.peregrine.latency")
                .log(System.Logger.Level.ERROR, component + " failed", failure);
    }
}
