package dev.peregrine.replay.backtest.report;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A text file that is written under another name and takes its own when it is closed, so that the
 * name never stands for half a line. Lines are handed to the disk whole, so that what a killed
 * process leaves can be read. Buffered; writing numbers and bytes allocates nothing. One thread,
 * whose interruption does not disturb it; blocks on the disk.
 */
final class OutputFile implements Closeable {
    /** What is added to the name of a file that is not finished. */
    static final String PART = ".part";

    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final int LONGEST_NUMBER = 20;
    private static final double LARGEST_PLAIN = 1e7;

    private final Path target;
    private final Path temporary;
    private final FileOutputStream out;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int used;
    private int ended;

    /**
     * @throws IOException when the file cannot be made
     */
    OutputFile(Path target) throws IOException {
        this(target, false);
    }

    /**
     * @param goesOn whether it goes on with what an interrupted process has left, after {@link
     *     #load}
     * @throws IOException when the file cannot be made, or is not there to go on with
     */
    OutputFile(Path target, boolean goesOn) throws IOException {
        this.target = target;
        temporary = target.resolveSibling(target.getFileName() + PART);
        if (goesOn && !Files.exists(temporary)) {
            if (!Files.exists(target)) {
                throw new IOException(target + " is not there to go on with");
            }
            Files.move(target, temporary);
        }
        out = new FileOutputStream(temporary.toFile(), goesOn);
    }

    /** Forces what was written to the disk, and puts its length into a checkpoint. */
    void save(StateSink sink) throws IOException {
        out.write(buffer, 0, used);
        used = 0;
        ended = 0;
        out.getChannel().force(false);
        sink.putLong(out.getChannel().size());
    }

    /**
     * Cuts off what was written after {@link #save}.
     *
     * @throws IOException when the file is shorter than it was then
     */
    void load(StateSource source) throws IOException {
        long length = source.getLong();
        if (out.getChannel().size() < length) {
            throw new IOException(temporary + " is shorter than what was written");
        }
        out.getChannel().truncate(length);
    }

    OutputFile put(char c) throws IOException {
        room(1);
        buffer[used++] = (byte) c;
        if (c == '\n') {
            ended = used;
        }
        return this;
    }

    /** Writes a text of ASCII characters. */
    OutputFile ascii(String text) throws IOException {
        int length = text.length();
        if (length > BUFFER_LENGTH) {
            return bytes(text.getBytes(StandardCharsets.US_ASCII), 0, length);
        }
        room(length);
        for (int i = 0; i < length; i++) {
            buffer[used++] = (byte) text.charAt(i);
        }
        return this;
    }

    OutputFile bytes(byte[] bytes, int offset, int length) throws IOException {
        if (length > BUFFER_LENGTH) {
            writeOut(used);
            out.write(bytes, offset, length);
            return this;
        }
        room(length);
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
        return this;
    }

    /** Writes a value of a CSV file, in quotes where it needs them. */
    OutputFile value(byte[] bytes, int offset, int length) throws IOException {
        boolean plain = true;
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            plain &= b != ',' && b != '"' && b != '\n' && b != '\r';
        }
        if (plain) {
            return bytes(bytes, offset, length);
        }
        put('"');
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '"') {
                put('"');
            }
            bytes(bytes, i, 1);
        }
        return put('"');
    }

    OutputFile value(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return value(bytes, 0, bytes.length);
    }

    OutputFile number(long value) throws IOException {
        if (value < 0) {
            return value == Long.MIN_VALUE
                    ? ascii("-9223372036854775808")
                    : put('-').number(-value);
        }
        return padded(value, 1);
    }

    /** Writes a number of 0 or more with at least so many digits. */
    OutputFile padded(long value, int width) throws IOException {
        int at = LONGEST_NUMBER;
        for (long rest = value; rest > 0 || LONGEST_NUMBER - at < width; rest /= 10) {
            digits[--at] = (byte) ('0' + rest % 10);
        }
        return bytes(digits, at, LONGEST_NUMBER - at);
    }

    /**
     * Writes a number in as few digits as read back as the same, in the form of {@link
     * Double#toString}. Amounts and other numbers of at most two decimals, the usual ones, need no
     * allocation. The others by Schubfach (R. Giulietti, The Schubfach way to render doubles,
     * 2021), which is in the JDK only from 19 on.
     */
    OutputFile decimal(double value) throws IOException {
        long hundredths = Math.round(value * 100);
        if (value < 0.01 || value >= LARGEST_PLAIN || hundredths / 100.0 != value) {
            return value == 0 && 1 / value > 0
                    ? ascii("0.0")
                    : ascii(DoubleToDecimal.toString(value));
        }
        number(hundredths / 100).put('.').put((char) ('0' + hundredths / 10 % 10));
        return hundredths % 10 == 0 ? this : put((char) ('0' + hundredths % 10));
    }

    /** Writes 1 for fraud, 0 for good, nothing for what is not known. */
    OutputFile label(Outcome outcome) throws IOException {
        return switch (outcome) {
            case FRAUD -> put('1');
            case GOOD -> put('0');
            case UNKNOWN -> this;
        };
    }

    /** Writes out what there is and gives the file its name. */
    @Override
    public void close() throws IOException {
        try (out) {
            out.write(buffer, 0, used);
        }
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private void room(int length) throws IOException {
        if (BUFFER_LENGTH - used < length) {
            writeOut(ended > 0 ? ended : used);
            if (BUFFER_LENGTH - used < length) {
                writeOut(used);
            }
        }
    }

    /** Hands so much of the buffer to the disk. */
    private void writeOut(int length) throws IOException {
        out.write(buffer, 0, length);
        System.arraycopy(buffer, length, buffer, 0, used - length);
        used -= length;
        ended = 0;
    }
}
