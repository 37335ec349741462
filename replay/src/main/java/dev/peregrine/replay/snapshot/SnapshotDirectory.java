package dev.peregrine.replay.snapshot;

import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.EngineHash;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.StateMismatchException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The snapshots of a data directory. A snapshot is written under another name, forced to the disk
 * and then renamed, so what has a snapshot's name is whole, or the disk has damaged it.
 *
 * <p>Any thread; one writes at a time. Blocks.
 */
public final class SnapshotDirectory {
    private static final String UNFINISHED = ".unfinished";

    private final Path directory;

    /**
     * An engine with what a snapshot holds.
     *
     * @param manifest empty when no snapshot was fit, and the engine is new
     * @param refused what was wrong with the newer ones
     */
    public record Restored(
            ScoringEngine engine, Optional<SnapshotManifest> manifest, List<String> refused) {
        /** A new engine. */
        public static Restored nothing(Supplier<ScoringEngine> engines) {
            return new Restored(engines.get(), Optional.empty(), List.of());
        }
    }

    /** Takes a directory, which must be there. */
    public SnapshotDirectory(Path directory) {
        this.directory = directory;
    }

    /** What is there, the newest first. */
    public List<SnapshotFile> list() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(SnapshotFile::of)
                    .flatMap(Optional::stream)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw failure("cannot be listed", e);
        }
    }

    /**
     * Writes a snapshot of an engine that stands still.
     *
     * @param at where the engine's last event is
     */
    public SnapshotFile write(ScoringEngine engine, JournalPoint at) {
        return write(engine, at, Pace.full());
    }

    SnapshotFile write(ScoringEngine engine, JournalPoint at, Pace pace) {
        SnapshotFile target = SnapshotFile.in(directory, engine.lastSequence());
        Path unfinished = target.path().resolveSibling(target.path().getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            try (SnapshotWriter writer =
                    new SnapshotWriter(unfinished, manifest(engine, at, pace).toBytes(), pace)) {
                engine.save(writer);
                writer.finish();
            }
            Files.move(
                    unfinished,
                    target.path(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
        } catch (IOException e) {
            discard(unfinished, e);
            throw failure("cannot take a snapshot", e);
        } catch (RuntimeException e) {
            discard(unfinished, e);
            throw e;
        }
        return target;
    }

    private static void discard(Path unfinished, Exception why) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Loads the newest snapshot that is fit into an engine; a damaged one is passed over for the
     * one before it. A large one is loaded with the help of two more threads, which have ended when
     * this returns.
     *
     * @param newestSequence snapshots of later events are passed over
     * @param engines makes new engines
     */
    public Restored restore(long newestSequence, Supplier<ScoringEngine> engines) {
        return restore(list(), newestSequence, engines, SnapshotReader::quick);
    }

    Restored restore(long newestSequence, Supplier<ScoringEngine> engines, Pace pace) {
        return restore(list(), newestSequence, engines, file -> SnapshotReader.paced(file, pace));
    }

    /**
     * The same, beginning with the oldest.
     *
     * @param engines makes new engines
     */
    public Restored restoreOldest(Supplier<ScoringEngine> engines) {
        List<SnapshotFile> oldestFirst = list().stream().sorted().toList();
        return restore(oldestFirst, Long.MAX_VALUE, engines, SnapshotReader::quick);
    }

    private static Restored restore(
            List<SnapshotFile> files,
            long newestSequence,
            Supplier<ScoringEngine> engines,
            Function<Path, SnapshotReader> readers) {
        List<String> refused = new ArrayList<>();
        for (SnapshotFile file : files) {
            if (file.sequence() > newestSequence) {
                refused.add(
                        file.path()
                                + ": is of sequence "
                                + file.sequence()
                                + ", the records end at "
                                + newestSequence);
                continue;
            }
            ScoringEngine engine = engines.get();
            try {
                SnapshotManifest manifest = load(file, engine, readers);
                return new Restored(engine, Optional.of(manifest), refused);
            } catch (SnapshotException e) {
                refused.add(e.getMessage());
                engine.close();
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        }
        return new Restored(engines.get(), Optional.empty(), refused);
    }

    /**
     * Loads one snapshot into a new engine.
     *
     * @param share of a core; more than 0, at most 1. With all of it, a large one is loaded with
     *     the help of two more threads
     * @throws SnapshotException when it is damaged, or does not fit; the engine must then be closed
     */
    public static SnapshotManifest load(SnapshotFile file, ScoringEngine engine, double share) {
        return load(
                file,
                engine,
                path ->
                        share < 1
                                ? SnapshotReader.paced(
                                        path, new Pace(share, () -> false, Long.MAX_VALUE))
                                : SnapshotReader.quick(path));
    }

    private static SnapshotManifest load(
            SnapshotFile file, ScoringEngine engine, Function<Path, SnapshotReader> readers) {
        try (SnapshotReader reader = readers.apply(file.path())) {
            checkSemantics(file, reader.manifest());
            engine.load(reader);
            reader.end();
            return reader.manifest();
        } catch (StateMismatchException e) {
            throw new SnapshotException(file.path() + ": " + e.getMessage(), e);
        }
    }

    /** Removes all but the newest few, and what was left unfinished. */
    public void prune(int keep) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().endsWith(UNFINISHED)) {
                    Files.delete(file);
                }
            }
            List<SnapshotFile> all = list();
            for (SnapshotFile old : all.subList(Math.min(keep, all.size()), all.size())) {
                Files.delete(old.path());
            }
        } catch (IOException e) {
            throw failure("cannot be pruned", e);
        }
    }

    private static void checkSemantics(SnapshotFile file, SnapshotManifest manifest) {
        if (manifest.semanticsVersion() != ScoringEngine.SEMANTICS_VERSION) {
            throw new SnapshotException(
                    file.path()
                            + ": was computed under version "
                            + manifest.semanticsVersion()
                            + " of the rules of computation, this engine has "
                            + ScoringEngine.SEMANTICS_VERSION);
        }
    }

    private static SnapshotManifest manifest(ScoringEngine engine, JournalPoint at, Pace pace) {
        EngineHash hash = engine.hash(pace::step);
        return new SnapshotManifest(
                ScoringEngine.SEMANTICS_VERSION,
                engine.lastSequence(),
                engine.lastEpoch(),
                at.ingressTimeNs(),
                at.position(),
                hash.windows(),
                hash.learner(),
                hash.ids(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Arrays.stream(engine.activeTenants())
                        .mapToObj(tenant -> SnapshotManifest.ActivePolicy.of(engine, tenant))
                        .toList());
    }

    private SnapshotException failure(String what, IOException cause) {
        return new SnapshotException(directory + ": " + what + ": " + cause.getMessage(), cause);
    }
}
