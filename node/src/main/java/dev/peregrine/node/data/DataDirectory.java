package dev.peregrine.node.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.BundleStore;
import dev.peregrine.scoring.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a node keeps on disk. The whole directory is one unit: it is backed up and restored as one.
 *
 * <pre>
 *   FORMAT        version of this layout
 *   secret.key    16 bytes that key every hash of a card, an account, ...; never changes
 *   quarantine    events that are set aside, if there are any
 *   archive/      journal and decision records
 *   snapshots/    state as of some events, so that only the journal behind them is replayed
 *   history/      the journal's beginning, where it was moved out of the archive
 *   state/        feature state; rebuilt from a snapshot and the journal
 *   bundles/      policy bundles by their hash
 *   audit.log     what people, and circuit breakers, did to the node
 *   requests/     what other processes ask of the running node
 *   evidence/     what was decided and why; made again from the archive when it is not there
 *   latency/      how long events took; for reports alone
 *   side/         what challengers would have decided and have learned, explanations, drifts
 *   stand-in/     what the gateway answered without the engine, until that has heard of it
 * </pre>
 *
 * <p>Opening does not take ownership: the caller holds the directory's lock before it reads the
 * secret or changes anything.
 */
public final class DataDirectory {
    /** Name of the directory to which files behind snapshots are moved. */
    public static final String HISTORY = "history";

    static final String FORMAT_FILE = "FORMAT";
    static final String TOKEN_SECRET_FILE = "token.key";
    private static final String FORMAT = "1";

    private final Path root;

    private DataDirectory(Path root) {
        this.root = root;
    }

    /**
     * Makes the directory if it is not there, otherwise checks that it is one of ours.
     *
     * @throws DataDirectoryException when it is something else, or of another format
     */
    public static DataDirectory open(Path root) {
        Path path = root.toAbsolutePath().normalize();
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new DataDirectoryException(path + ": is not a directory");
            }
            OwnerOnly.createDirectories(path);
            checkFormat(path);
            DataDirectory data = new DataDirectory(path);
            OwnerOnly.createDirectories(data.archive());
            OwnerOnly.createDirectories(data.snapshots());
            OwnerOnly.createDirectories(data.bundles());
            OwnerOnly.createDirectories(data.evidence());
            OwnerOnly.createDirectories(data.latency());
            return data;
        } catch (IOException e) {
            throw new DataDirectoryException(path + ": cannot be made or read: " + e, e);
        }
    }

    private static void checkFormat(Path path) throws IOException {
        Path format = path.resolve(FORMAT_FILE);
        if (Files.exists(format)) {
            String found = Files.readString(format).strip();
            if (!found.equals(FORMAT)) {
                throw new DataDirectoryException(
                        "%s: has format \"%s\", this version knows %s"
                                .formatted(path, found, FORMAT));
            }
        } else if (!isEmpty(path)) {
            throw new DataDirectoryException(path + ": is not empty, and no data directory");
        } else {
            OwnerOnly.writeDurably(format, (FORMAT + "\n").getBytes(US_ASCII));
        }
    }

    public Path root() {
        return root;
    }

    /** Journal and decision records. */
    public Path archive() {
        return root.resolve("archive");
    }

    /** State as of some events. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /** Files of the journal that are behind every snapshot; made when there are any. */
    public Path history() {
        return root.resolve(HISTORY);
    }

    /** What was decided and why. */
    public Path evidence() {
        return root.resolve("evidence");
    }

    /** How long events took. */
    public Path latency() {
        return latency(root);
    }

    /** The same of a directory that is not opened. */
    public static Path latency(Path dataDirectory) {
        return dataDirectory.resolve("latency");
    }

    /** What the side lane finds. */
    public Path side() {
        return root.resolve("side");
    }

    /** Spool of a gateway's stand-ins, in the data directory of a node or of the gateway alone. */
    public static Path standIns(Path dataDirectory) {
        return dataDirectory.resolve("stand-in");
    }

    /** Secret of the tokens that a gateway makes of card numbers; the same for all its formats. */
    public static Path tokenSecret(Path dataDirectory) {
        return dataDirectory.resolve(TOKEN_SECRET_FILE);
    }

    /** Policy bundles by their hash. */
    public Path bundles() {
        return root.resolve("bundles");
    }

    /** Where a bundle that was active is kept. */
    public static Path bundle(Path root, BundleHash hash) {
        return new BundleStore(root.resolve("bundles")).path(hash);
    }

    /** Where a running node is asked for something. */
    public static Mailbox mailbox(Path root) {
        return new Mailbox(root.resolve("requests"));
    }

    /**
     * The secret of every key hash; made at the first call. The directory's lock must be held.
     *
     * @return 16 bytes
     * @throws DataDirectoryException when it is damaged, or missing beside a journal that needs it
     */
    public byte[] keySecret() {
        try {
            return KeySecret.loadOrCreate(root.resolve(KeySecret.FILE), isEmpty(archive()));
        } catch (IOException e) {
            throw new DataDirectoryException(
                    root.resolve(KeySecret.FILE) + ": cannot be made or read: " + e, e);
        }
    }

    /**
     * The events that are set aside.
     *
     * @throws DataDirectoryException naming the line, when the file is malformed
     */
    public Quarantine quarantine() {
        Path file = root.resolve(QuarantineFile.FILE);
        try {
            return QuarantineFile.load(file);
        } catch (IOException e) {
            throw new DataDirectoryException(file + ": cannot be read: " + e, e);
        }
    }

    static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }
}
