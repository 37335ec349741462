package dev.peregrine.replay.backtest.csv;

import java.io.Closeable;
import java.io.IOException;

/**
 * Records of a file one by one. A field's value is a range of {@link #bytes()}, valid until the
 * next record. One thread; {@link #next} blocks on the file.
 */
public interface RowReader extends Closeable {
    /**
     * Goes to the next record.
     *
     * @return false at the end of the file
     * @throws RowException when the record is not well-formed; the next call goes on after it
     * @throws IOException when the file cannot be read any further
     */
    boolean next() throws IOException, RowException;

    /** Number of fields. */
    int fieldCount();

    /** What holds the fields. */
    byte[] bytes();

    /** Where the field's value begins in {@link #bytes()}. Call {@link #length} first. */
    int offset(int field);

    /** Length of the field's value, in bytes. */
    int length(int field);

    /** The field's value. Allocates. */
    String text(int field);

    /** Line on which the record begins, from 1; the record's number where there are no lines. */
    long line();

    /** Character of its line at which a field's value begins, from 1. */
    int column(int field);

    /** An error at a field. */
    RowException error(int field, String message);

    /** The record as it lies in the file, as far as that can be shown. Allocates. */
    String raw();
}
