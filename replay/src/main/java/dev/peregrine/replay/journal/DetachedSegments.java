package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Segment files that lie before a recording's start, which the archive has let go of. Also takes
 * along what a death has left of an earlier time.
 *
 * <p>In the history a file is named {@code journal-POSITION-TERMLENGTH.rec}: the image of its
 * terms, as {@link SegmentCursor} reads them.
 */
final class DetachedSegments {
    private DetachedSegments() {}

    static void takeAway(
            Path archiveDirectory, Recording recording, String logName, Optional<Path> history) {
        try {
            for (Path file : find(archiveDirectory, recording)) {
                if (history.isPresent()) {
                    String name =
                            String.format(
                                    "%s-%019d-%d.rec",
                                    logName, position(file), recording.termLength());
                    Files.createDirectories(history.get());
                    Files.move(file, history.get().resolve(name), StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new LogException(
                    logName + ": old segments cannot be taken away: " + e.getMessage(), e);
        }
    }

    /**
     * Puts files of the history to the recording's again, for the archive to take them up. Those of
     * another term length are left where they are.
     */
    static void putBack(Path history, Path archiveDirectory, Recording recording, String logName) {
        String prefix = logName + "-";
        String suffix = "-" + recording.termLength() + ".rec";
        try (Stream<Path> files = Files.list(history)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(suffix)) {
                    long position =
                            Long.parseLong(
                                    name.substring(
                                            prefix.length(), name.length() - suffix.length()));
                    Path to = archiveDirectory.resolve(recording.id() + "-" + position + ".rec");
                    Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new LogException(
                    logName + ": its history cannot be put back: " + e.getMessage(), e);
        }
    }

    private static List<Path> find(Path archiveDirectory, Recording recording) throws IOException {
        String prefix = recording.id() + "-";
        try (Stream<Path> files = Files.list(archiveDirectory)) {
            return files.filter(
                            file ->
                                    file.getFileName().toString().startsWith(prefix)
                                            && file.getFileName().toString().endsWith(".rec")
                                            && position(file) < recording.startPosition())
                    .toList();
        }
    }

    private static long position(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - 4));
    }
}
