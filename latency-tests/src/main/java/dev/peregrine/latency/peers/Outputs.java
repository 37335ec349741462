package dev.peregrine.latency.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** A run's features in a file, 15 doubles a row, in the rows' order. One thread. */
public final class Outputs {
    private static final int ROW = HandbookFeatures.COUNT * Double.BYTES;
    private static final int ROWS_PER_PART = 1 << 20;
    private static final double TOLERANCE = 1e-9;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int FIRST_CUSTOMER = 3;
    private static final int FIRST_TERMINAL = 9;
    private static final double CENTS = 100;

    private final MappedByteBuffer[] parts;
    private final int rows;

    private Outputs(MappedByteBuffer[] parts, int rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /** Makes the file. */
    static Outputs create(Path file, int rows) throws IOException {
        Files.deleteIfExists(file);
        Outputs outputs =
                map(
                        file,
                        MapMode.READ_WRITE,
                        rows,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        for (int row = 0; row < rows; row++) {
            outputs.part(row).putDouble(outputs.at(row), Double.NaN);
        }
        return outputs;
    }

    /** Reads a file. */
    static Outputs read(Path file) throws IOException {
        return map(
                file,
                MapMode.READ_ONLY,
                Math.toIntExact(Files.size(file) / ROW),
                StandardOpenOption.READ);
    }

    private static Outputs map(Path file, MapMode mode, int rows, StandardOpenOption... options)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            MappedByteBuffer[] parts =
                    new MappedByteBuffer[(rows + ROWS_PER_PART - 1) / ROWS_PER_PART];
            for (int i = 0; i < parts.length; i++) {
                int count = Math.min(ROWS_PER_PART, rows - i * ROWS_PER_PART);
                parts[i] = channel.map(mode, (long) i * ROWS_PER_PART * ROW, (long) count * ROW);
            }
            return new Outputs(parts, rows);
        }
    }

    int rows() {
        return rows;
    }

    void put(int row, double[] features) {
        ByteBuffer part = part(row);
        int at = at(row);
        for (int i = 0; i < HandbookFeatures.COUNT; i++) {
            part.putDouble(at + i * Double.BYTES, features[i]);
        }
    }

    void get(int row, double[] features) {
        ByteBuffer part = part(row);
        int at = at(row);
        for (int i = 0; i < HandbookFeatures.COUNT; i++) {
            features[i] = part.getDouble(at + i * Double.BYTES);
        }
    }

    private ByteBuffer part(int row) {
        return parts[row / ROWS_PER_PART];
    }

    private int at(int row) {
        return row % ROWS_PER_PART * ROW;
    }

    /** A row's part of a checksum, the sum of which does not depend on the rows' order. */
    public static long checksum(int row, double[] features) {
        long mixed = 0;
        long factor = MIX;
        for (int i = 0; i < HandbookFeatures.COUNT; i++) {
            mixed += Double.doubleToRawLongBits(features[i]) * factor;
            factor += MIX;
        }
        return mixed * (2L * row + 1);
    }

    /** Checksum of the first rows. */
    long checksum(int firstRows) {
        double[] features = new double[HandbookFeatures.COUNT];
        long sum = 0;
        for (int row = 0; row < firstRows; row++) {
            get(row, features);
            sum += checksum(row, features);
        }
        return sum;
    }

    /**
     * Compares row by row: counts and flags exactly, sums as the integers they are, means and rates
     * to 1e-9.
     *
     * @return the first difference, for people; null when there is none
     */
    String differenceFrom(Outputs expected) {
        if (rows != expected.rows) {
            return rows + " rows, not " + expected.rows;
        }
        double[] own = new double[HandbookFeatures.COUNT];
        double[] other = new double[HandbookFeatures.COUNT];
        for (int row = 0; row < rows; row++) {
            get(row, own);
            expected.get(row, other);
            for (int i = 0; i < own.length; i++) {
                if (!equal(own, other, i)) {
                    return String.format(
                            Locale.ROOT,
                            "row %d: %s is %s, not %s",
                            row,
                            HandbookFeatures.NAMES.get(i),
                            own[i],
                            other[i]);
                }
            }
        }
        return null;
    }

    private static boolean equal(double[] own, double[] other, int i) {
        if (i == 0) {
            return own[i] == other[i];
        }
        boolean ratio = i > FIRST_CUSTOMER && (i - FIRST_CUSTOMER) % 2 == 1;
        if (!ratio) {
            return own[i] == other[i];
        }
        double scale = i < FIRST_TERMINAL ? CENTS : 1;
        return Math.abs(own[i] - other[i]) <= TOLERANCE
                && Math.rint(own[i] * own[i - 1] * scale)
                        == Math.rint(other[i] * other[i - 1] * scale);
    }
}
