package dev.peregrine.ingest;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;

/** An embedded media driver in a directory of its own. */
final class TestDriver implements AutoCloseable {
    private final MediaDriver driver;

    private TestDriver(String directory) {
        driver =
                MediaDriver.launch(
                        new MediaDriver.Context()
                                .aeronDirectoryName(directory)
                                .dirDeleteOnStart(true)
                                .dirDeleteOnShutdown(true)
                                .threadingMode(ThreadingMode.SHARED)
                                .sharedIdleStrategy(new BackoffIdleStrategy(10, 10, 1_000, 200_000))
                                .ipcTermBufferLength(128 * 1024)
                                .publicationTermBufferLength(128 * 1024));
    }

    static TestDriver launch() {
        return launch(CommonContext.generateRandomDirName());
    }

    static TestDriver launch(String directory) {
        return new TestDriver(directory);
    }

    String directory() {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close() {
        driver.close();
    }
}
