package dev.peregrine.latency.peers;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Payments as the Handbook has them, parsed, in order of time: a column each. Filled by one thread,
 * then only read, by any.
 */
public final class PaymentRows {
    private static final int COLUMNS = 5;
    private static final int CHUNK = 1 << 16;

    private int[][] columns = new int[COLUMNS][];
    private int size;

    /**
     * Has room for some rows, and makes more when it must.
     *
     * @param capacity rows expected; at least 1
     */
    public PaymentRows(int capacity) {
        for (int i = 0; i < COLUMNS; i++) {
            columns[i] = new int[Math.max(1, capacity)];
        }
    }

    /**
     * Appends a payment.
     *
     * @param second when, in seconds since 1970; not before the payment appended last
     * @param cents amount in minor units, not negative
     * @param fraud 1 for a fraud, else 0
     */
    public void add(int second, int customer, int terminal, int cents, int fraud) {
        if (size > 0 && second < second(size - 1)) {
            throw new IllegalArgumentException(
                    "row " + size + " is of an earlier time than the one before it");
        }
        if (size == columns[0].length) {
            for (int i = 0; i < COLUMNS; i++) {
                columns[i] = Arrays.copyOf(columns[i], Math.max(1 << 10, size * 2));
            }
        }
        columns[0][size] = second;
        columns[1][size] = customer;
        columns[2][size] = terminal;
        columns[3][size] = cents;
        columns[4][size] = fraud;
        size++;
    }

    /** How many payments. */
    public int size() {
        return size;
    }

    /** When a payment was made, in seconds since 1970. */
    public int second(int row) {
        return columns[0][row];
    }

    /** Number of its customer. */
    public int customer(int row) {
        return columns[1][row];
    }

    /** Number of its terminal. */
    public int terminal(int row) {
        return columns[2][row];
    }

    /** Its amount, in minor units. */
    public int cents(int row) {
        return columns[3][row];
    }

    /** 1 for a fraud, else 0. */
    public int fraud(int row) {
        return columns[4][row];
    }

    /** Different customers among the rows. */
    public int customers() {
        return distinct(columns[1]);
    }

    /** Different terminals among the rows. */
    public int terminals() {
        return distinct(columns[2]);
    }

    /** Frauds among the rows. */
    public int frauds() {
        return Arrays.stream(columns[4], 0, size).sum();
    }

    /**
     * The first rows alone.
     *
     * @param rows how many, at most {@link #size}
     */
    public PaymentRows first(int rows) {
        PaymentRows part = new PaymentRows(1);
        part.columns = columns;
        part.size = Math.min(size, rows);
        return part;
    }

    /** Writes all rows, for {@link #read}. */
    public void write(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK * Integer.BYTES);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int[] column : columns) {
                for (int from = 0; from < size; from += CHUNK) {
                    int count = Math.min(CHUNK, size - from);
                    buffer.clear().limit(count * Integer.BYTES);
                    buffer.asIntBuffer().put(column, from, count);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static PaymentRows read(Path file) throws IOException {
        int size = Math.toIntExact(Files.size(file) / (COLUMNS * Integer.BYTES));
        PaymentRows rows = new PaymentRows(size);
        rows.size = size;
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK * Integer.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int[] column : rows.columns) {
                for (int from = 0; from < size; from += CHUNK) {
                    int count = Math.min(CHUNK, size - from);
                    buffer.clear().limit(count * Integer.BYTES);
                    while (buffer.hasRemaining()) {
                        if (channel.read(buffer) < 0) {
                            throw new EOFException(file + " ends early");
                        }
                    }
                    buffer.flip().asIntBuffer().get(column, from, count);
                }
            }
        }
        return rows;
    }

    private int distinct(int[] column) {
        return (int) Arrays.stream(column, 0, size).distinct().count();
    }
}
