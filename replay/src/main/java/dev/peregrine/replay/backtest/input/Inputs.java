package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens what a backtest is told to read. */
public final class Inputs {
    private Inputs() {}

    /**
     * A file, or all files of a folder.
     *
     * @throws MissingColumnsException when the columns do not fit the mapping
     * @throws RowException when a header is not well-formed or not there
     * @throws IOException when it cannot be read
     */
    public static RowSource open(Path path, SourceContext context)
            throws IOException, RowException, MissingColumnsException {
        return Files.isDirectory(path)
                ? new TransactionFolder(path, context)
                : new TransactionFile(path, context);
    }

    /** The files that are read, in order. */
    public static List<Path> files(Path path) throws IOException {
        return Files.isDirectory(path) ? TransactionFolder.files(path) : List.of(path);
    }

    /** The file that is read first. */
    public static Path first(Path path) throws IOException {
        List<Path> files = files(path);
        return files.isEmpty() ? path : files.get(0);
    }
}
