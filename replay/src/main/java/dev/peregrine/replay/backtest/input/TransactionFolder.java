package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a folder one after the other, in the order of their names; those that begin with a
 * dot or an underscore are left out. One thread.
 */
final class TransactionFolder implements RowSource {
    private final SourceContext context;
    private final List<Path> files;
    private final long length;
    private int next = 1;
    private long bytesBefore;
    private TransactionFile current;

    TransactionFolder(Path folder, SourceContext context)
            throws IOException, RowException, MissingColumnsException {
        this.context = context;
        files = files(folder);
        if (files.isEmpty()) {
            throw new IOException("there is no file in the folder");
        }
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        length = sum;
        current = new TransactionFile(files.get(0), context);
    }

    /** The files of a folder that are read, in order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isRegularFile)
                    .filter(FileFormat::isInput)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void read(RowBatch batch) {
        current.read(batch);
        batch.bytesRead += bytesBefore;
        if (batch.last && batch.failure == null && next < files.size()) {
            batch.last = false;
            open(batch);
        }
    }

    /** Goes on to the next file; where it cannot be opened, the batch in hand says so. */
    private void open(RowBatch batch) {
        Path file = files.get(next++);
        try {
            bytesBefore += current.length();
            current.close();
            current = new TransactionFile(file, context);
        } catch (MissingColumnsException e) {
            batch.end(file, new RowException(1, 1, e.getMessage()));
        } catch (RowException e) {
            batch.end(file, e);
        } catch (IOException e) {
            batch.end(file, new RowException(1, 1, e.getMessage()));
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
