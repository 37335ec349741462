package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.history.EntityHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes feature stores in Chronicle Map, in memory or in files of a directory that the node owns.
 *
 * <p>A store starts empty and its files go when it is closed: recovery replays the journal. Files
 * let the operating system page records out; they are not a way to keep them. The factory deletes
 * what an earlier process left in the directory. Any thread; a store is one thread's at a time.
 */
public final class ChronicleFeatureStoreFactory implements FeatureStoreFactory {
    private static final String FILE_SUFFIX = ".cmap";

    private final Path directory;
    private final AtomicInteger filesMade = new AtomicInteger();

    private ChronicleFeatureStoreFactory(Path directory) {
        this.directory = directory;
    }

    /** Stores whose records are in anonymous memory. */
    public static ChronicleFeatureStoreFactory inMemory() {
        return new ChronicleFeatureStoreFactory(null);
    }

    /**
     * Stores whose records are in files of a directory.
     *
     * @param directory made if missing; no other process may use it
     * @throws UncheckedIOException if it cannot be made, or an old file not deleted
     */
    public static ChronicleFeatureStoreFactory inDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> stale =
                    Files.newDirectoryStream(directory, "*" + FILE_SUFFIX)) {
                for (Path file : stale) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("feature store " + directory + ": " + e, e);
        }
        return new ChronicleFeatureStoreFactory(directory);
    }

    @Override
    public FeatureStore create(List<EntityLayout> layouts) {
        List<ChronicleEntityStore> stores = new ArrayList<>();
        try {
            for (EntityLayout layout : layouts) {
                stores.add(open(layout));
            }
        } catch (RuntimeException e) {
            stores.forEach(ChronicleEntityStore::close);
            throw e;
        }
        return new ChronicleFeatureStore(stores);
    }

    private ChronicleEntityStore open(EntityLayout layout) {
        EntityHistory history = new EntityHistory(layout);
        int length = history.layout().length();
        try {
            RecordMap map =
                    directory == null
                            ? RecordMap.inMemory(layout, length)
                            : RecordMap.inFile(layout, length, nextFile());
            return new ChronicleEntityStore(layout, history, map);
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }

    private Path nextFile() {
        return directory.resolve("records-" + filesMade.incrementAndGet() + FILE_SUFFIX);
    }
}
