package dev.peregrine.replay.lane;

import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the side lane keeps what challengers have learned up to a sequence: a file that is replaced
 * as a whole. Big-endian:
 *
 * <pre>
 *   0   8   magic, "PGLEARN1"
 *   8   8   sequence
 *  16   -   state, as {@link LanePolicies#save} writes it
 *   -   8   CRC32C of everything before
 * </pre>
 *
 * <p>One thread. Blocks on the disk.
 */
final class LearnedFile {
    private static final long MAGIC = 0x50474C4541524E31L;
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final byte[] chunk = new byte[CHUNK];
    private final UnsafeBuffer memory = new UnsafeBuffer(0, 0);

    LearnedFile(Path file) {
        this.file = file;
    }

    /**
     * Writes the file anew.
     *
     * @param sequence of the last event that was learned from
     */
    void write(long sequence, Consumer<StateSink> state) throws IOException {
        Path unfinished = file.resolveSibling("." + file.getFileName());
        CRC32C crc = new CRC32C();
        try (OutputStream bytes =
                        new BufferedOutputStream(Files.newOutputStream(unfinished), CHUNK);
                DataOutputStream out = new DataOutputStream(new CheckedOutputStream(bytes, crc))) {
            out.writeLong(MAGIC);
            out.writeLong(sequence);
            state.accept(new Sink(out));
            out.writeLong(crc.getValue());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether there is a file. */
    boolean exists() {
        return Files.exists(file);
    }

    /**
     * Reads the file.
     *
     * @return the sequence that it was written with
     * @throws StateMismatchException when it is damaged, or the state does not fit
     */
    long read(Consumer<StateSource> state) throws IOException {
        checkSum();
        try (DataInputStream in = open(new CRC32C())) {
            in.readLong();
            long sequence = in.readLong();
            state.accept(new Source(in));
            return sequence;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private void checkSum() throws IOException {
        CRC32C crc = new CRC32C();
        try (DataInputStream in = open(crc)) {
            long left = Files.size(file) - Long.BYTES;
            if (left < 2 * Long.BYTES || in.readLong() != MAGIC) {
                throw new StateMismatchException(file + ": is no such file");
            }
            left -= Long.BYTES;
            while (left > 0) {
                int part = (int) Math.min(left, CHUNK);
                in.readFully(chunk, 0, part);
                left -= part;
            }
            if (crc.getValue() != in.readLong()) {
                throw new StateMismatchException(file + ": is damaged");
            }
        }
    }

    private DataInputStream open(CRC32C crc) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        return new DataInputStream(new CheckedInputStream(bytes, crc));
    }

    private final class Sink implements StateSink {
        private final DataOutputStream out;

        Sink(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void putLong(long value) {
            try {
                out.writeLong(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void putBytes(long address, long length) {
            try {
                for (long done = 0; done < length; done += CHUNK) {
                    int part = (int) Math.min(CHUNK, length - done);
                    memory.wrap(address + done, part);
                    memory.getBytes(0, chunk, 0, part);
                    out.write(chunk, 0, part);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Source implements StateSource {
        private final DataInputStream in;

        Source(DataInputStream in) {
            this.in = in;
        }

        @Override
        public long getLong() {
            try {
                return in.readLong();
            } catch (EOFException e) {
                throw new StateMismatchException(file + ": ends early");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void getBytes(long address, long length) {
            try {
                for (long done = 0; done < length; done += CHUNK) {
                    int part = (int) Math.min(CHUNK, length - done);
                    in.readFully(chunk, 0, part);
                    memory.wrap(address + done, part);
                    memory.putBytes(0, chunk, 0, part);
                }
            } catch (EOFException e) {
                throw new StateMismatchException(file + ": ends early");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
