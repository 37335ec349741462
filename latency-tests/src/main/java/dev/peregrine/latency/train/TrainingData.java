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
 * Features and labels to learn from, as a matrix. Of {@code features.csv} of a backtest: without
 * the event id, which is the first column, and the label, which is the last; rows whose label is
 * not known are left out.
 */
public final class TrainingData {
    private final List<String> names;
    private double[] values = new double[1 << 16];
    private float[] labels = new float[1 << 12];
    private int rows;
    private int leftOut;

    /** Without rows. */
    public TrainingData(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or is no such file, with the place
     */
    public static TrainingData read(Path file) throws IOException {
        TrainingData data;
        try (CsvReader reader = new CsvReader(Files.newInputStream(file))) {
            if (!reader.next()) {
                throw new IOException(file + ":1:1: the file is empty");
            }
            int last = reader.fieldCount() - 1;
            List<String> names = new ArrayList<>();
            for (int i = 1; i < last; i++) {
                names.add(reader.text(i));
            }
            data = new TrainingData(names);
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
        double[] row = new double[names.size()];
        for (int i = 0; i < row.length; i++) {
            String text = reader.text(i + 1);
            row[i] = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        }
        add(row, Float.parseFloat(reader.text(last)));
    }

    /**
     * Adds a row.
     *
     * @param row begins with the features; NaN is missing
     * @param label 1 is fraud, 0 is not
     */
    public void add(double[] row, float label) {
        int columns = names.size();
        if ((rows + 1) * columns > values.length) {
            values = Arrays.copyOf(values, 2 * Math.max(values.length, columns));
        }
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, 2 * rows);
        }
        System.arraycopy(row, 0, values, rows * columns, columns);
        labels[rows++] = label;
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
