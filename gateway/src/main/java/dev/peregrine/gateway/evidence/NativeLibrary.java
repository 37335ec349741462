package dev.peregrine.gateway.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native library, unpacked beside the store rather than to a directory for everybody's
 * files: a process that is killed leaves it behind, and the next one replaces it.
 */
final class NativeLibrary {
    private static final String OTHER_PLACE = "ROCKSDB_SHAREDLIB_DIR";

    private NativeLibrary() {}

    /** Loads the library unless it is loaded. Any thread. */
    static synchronized void load(Path store) {
        Path directory = store.resolve("native");
        try {
            if (System.getenv(OTHER_PLACE) == null) {
                Files.createDirectories(directory);
                NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
            }
            RocksDB.loadLibrary();
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            throw new EvidenceException(
                    "evidence: RocksDB's native library cannot be loaded from "
                            + directory
                            + ", or from "
                            + OTHER_PLACE
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
