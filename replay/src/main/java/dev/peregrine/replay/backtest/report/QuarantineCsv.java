package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code quarantine.csv}: the rows that could not be used, each with its place, what is wrong with
 * it, and the row as it lies in the file; where the row is not well-formed, without that. One
 * thread.
 */
public final class QuarantineCsv implements Closeable {
    /** Name of the file. */
    public static final String NAME = "quarantine.csv";

    private final OutputFile out;

    /**
     * @param goesOn whether it goes on with what an interrupted process has left
     */
    public QuarantineCsv(Path directory, boolean goesOn) throws IOException {
        out = new OutputFile(directory.resolve(NAME), goesOn);
        if (!goesOn) {
            out.ascii("file,line,column,problem,row").put('\n');
        }
    }

    /**
     * Writes a row.
     *
     * @param row as it lies in the file; may be null
     */
    public void write(Path file, RowException problem, String row) throws IOException {
        out.value(file.toString()).put(',').number(problem.line()).put(',');
        out.number(problem.column()).put(',').value(problem.getMessage()).put(',');
        out.value(row == null ? "" : row).put('\n');
    }

    /** Puts where it ends into a checkpoint. */
    public void save(StateSink sink) throws IOException {
        out.save(sink);
    }

    /** Goes on where it ended then. */
    public void load(StateSource source) throws IOException {
        out.load(source);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
