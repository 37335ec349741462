package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.CsvReader;
import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.csv.RowReader;
import dev.peregrine.replay.backtest.csv.TransactionRowAdapter;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A file of transactions: CSV or NDJSON, plain, gzip or zstd, or Parquet, told by its content. One
 * thread; blocks on the file.
 */
public final class TransactionFile implements RowSource {
    private final Path path;
    private final RowReader reader;
    private final TransactionRowAdapter adapter;
    private final CountingStream counter;
    private final long length;
    private final boolean keepRaw;

    /**
     * Opens the file and reads its header.
     *
     * @throws MissingColumnsException when the columns do not fit the mapping
     * @throws RowException when the header is not well-formed or not there
     * @throws IOException when the file cannot be read
     */
    public TransactionFile(Path path, SourceContext context)
            throws IOException, RowException, MissingColumnsException {
        this.path = path;
        length = Files.size(path);
        keepRaw = context.keepRaw();
        counter = new CountingStream(Files.newInputStream(path));
        RowReader opened = null;
        try {
            BufferedInputStream in = FileFormat.decompressed(counter);
            List<String> names;
            switch (FileFormat.of(in)) {
                case CSV -> {
                    CsvReader csv = new CsvReader(in);
                    opened = csv;
                    names = header(csv);
                }
                case NDJSON -> {
                    names = MappedColumns.of(context.mapping());
                    opened = new NdjsonReader(in, names);
                }
                default -> {
                    counter.close();
                    names = MappedColumns.of(context.mapping());
                    opened = new ParquetReader(path, names);
                }
            }
            reader = opened;
            adapter =
                    new TransactionRowAdapter(
                            context.mapping(), context.tenantId(), names, context.cardField());
        } catch (IOException | RowException | MissingColumnsException | RuntimeException e) {
            counter.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(RowBatch batch) {
        batch.clear();
        batch.file = path;
        batch.keepRaw = keepRaw;
        try {
            while (batch.hasRoom()) {
                try {
                    if (!reader.next()) {
                        batch.last = true;
                        break;
                    }
                    batch.add(reader, adapter);
                } catch (RowException e) {
                    batch.add(e, null);
                }
            }
        } catch (EOFException e) {
            end(batch, "the compressed file ends too early");
        } catch (ZipException e) {
            end(batch, "the compressed file is damaged: " + e.getMessage());
        } catch (IOException e) {
            end(batch, e.getMessage());
        }
        batch.bytesRead = counter.count();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void end(RowBatch batch, String message) {
        batch.end(path, new RowException(reader.line() + 1, 1, message));
    }

    private static List<String> header(CsvReader csv) throws IOException, RowException {
        if (!csv.next()) {
            throw new RowException(1, 1, "the file is empty, expected a header");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < csv.fieldCount(); i++) {
            names.add(csv.text(i).strip());
        }
        return names;
    }
}
