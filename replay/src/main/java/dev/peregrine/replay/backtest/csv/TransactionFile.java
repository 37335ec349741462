package dev.peregrine.replay.backtest.csv;

import dev.peregrine.policy.CsvMapping;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of transactions, plain or gzip (told by its first bytes), as batches of encoded rows. One
 * thread; blocks on the file.
 */
public final class TransactionFile implements Closeable {
    private static final int BUFFER_LENGTH = 64 * 1024;

    private final CsvReader reader;
    private final TransactionRowAdapter adapter;
    private final CountingStream counter;
    private final long length;

    /**
     * Opens the file and reads its header.
     *
     * @throws MissingColumnsException when the header does not fit the mapping
     * @throws RowException when the header is not well-formed or not there
     * @throws IOException when the file cannot be read
     */
    public TransactionFile(Path path, CsvMapping mapping, int tenantId)
            throws IOException, RowException, MissingColumnsException {
        length = Files.size(path);
        InputStream raw = Files.newInputStream(path);
        try {
            counter = new CountingStream(raw);
            reader = new CsvReader(decompressed(counter));
            if (!reader.next()) {
                throw new RowException(1, 1, "the file is empty, expected a header");
            }
            adapter = new TransactionRowAdapter(mapping, tenantId, reader);
        } catch (IOException | RowException | MissingColumnsException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Length of the file as it lies on the disk, in bytes. */
    public long length() {
        return length;
    }

    /**
     * Fills a batch. At the file's end, or when it cannot be read any further, marks it as last.
     */
    public void read(RowBatch batch) {
        batch.clear();
        try {
            while (batch.hasRoom()) {
                try {
                    if (!reader.next()) {
                        batch.last = true;
                        break;
                    }
                    batch.add(reader, adapter);
                } catch (RowException e) {
                    batch.add(e);
                }
            }
        } catch (EOFException e) {
            end(batch, "the compressed file ends too early");
        } catch (ZipException e) {
            end(batch, "the compressed file is damaged: " + e.getMessage());
        } catch (IOException e) {
            end(batch, e.getMessage());
        }
        batch.bytesRead = counter.count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void end(RowBatch batch, String message) {
        batch.last = true;
        batch.failure = new RowException(reader.line() + 1, 1, message);
    }

    private static InputStream decompressed(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER_LENGTH);
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return gzip ? new GZIPInputStream(in, BUFFER_LENGTH) : in;
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        private CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        }
    }
}
