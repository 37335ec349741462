package dev.peregrine.latency.train;

import dev.peregrine.replay.backtest.csv.CsvReader;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code features.csv} of a backtest as a matrix: without the event id, which is the first column,
 * and the label, which is the last; rows whose label is not known are left out.
 */
public final class TrainingData {
    private final List<String> names = new ArrayList<>();
    private double[] values = new double[1 << 16];
    private float[] labels = new float[1 << 12];
    private int[] places = new int[1 << 12];
    private int rows;
    private int leftOut;

    private TrainingData() {}

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or is no such file, with the place
     */
    public static TrainingData read(Path file) throws IOException {
        TrainingData data = new TrainingData();
        try (CsvReader reader = new CsvReader(Files.newInputStream(file))) {
            if (!reader.next()) {
                throw new IOException(file + ":1:1: the file is empty");
            }
            int last = reader.fieldCount() - 1;
            for (int i = 1; i < last; i++) {
                data.names.add(reader.text(i));
            }
            if (!reader.text(last).equals("label")) {
                throw new IOException(file + ":1: the last column is no label");
            }
            while (reader.next()) {
                data.add(reader, last);
            }
        } catch (RowException e) {
            throw new IOException(file + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
        }
        return data;
    }

    private void add(CsvReader reader, int last) {
        if (reader.length(last) == 0) {
            leftOut++;
            return;
        }
        int columns = names.size();
        if ((rows + 1) * columns > values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * rows);
            places = Arrays.copyOf(places, 2 * rows);
        }
        for (int i = 0; i < columns; i++) {
            String text = reader.text(i + 1);
            values[rows * columns + i] = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        }
        places[rows] = rows + leftOut;
        labels[rows++] = Float.parseFloat(reader.text(last));
    }

    /** Columns of the matrix. */
    public List<String> names() {
        return names;
    }

    /** Rows with a known label. */
    public int rows() {
        return rows;
    }

    /** Rows whose label is not known. */
    public int leftOut() {
        return leftOut;
    }

    /** Row by row. */
    public double[] values() {
        return Arrays.copyOf(values, rows * names.size());
    }

    /** Values of a row, copied. */
    public double[] row(int row) {
        return Arrays.copyOfRange(values, row * names.size(), (row + 1) * names.size());
    }

    /** Where a row lies among all of the file, those that were left out included; from 0. */
    public int place(int row) {
        return places[row];
    }

    /** 1 is fraud; by row, copied. */
    public float[] labels() {
        return Arrays.copyOf(labels, rows);
    }

    /** Rows that are fraud. */
    public int frauds() {
        int count = 0;
        for (float label : labels()) {
            count += label > 0 ? 1 : 0;
        }
        return count;
    }
}
