package dev.peregrine.latency.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads transactions as the Handbook publishes them, plain or gzipped. */
final class HandbookCsv {
    private static final int EXPECTED_ROWS = 1 << 20;
    private static final List<String> NAMES =
            List.of("TX_DATETIME", "CUSTOMER_ID", "TERMINAL_ID", "TX_AMOUNT", "TX_FRAUD");

    private HandbookCsv() {}

    /**
     * Reads a whole file. Amounts are rounded half-even to cents, as {@code input.yaml} of the
     * policy says.
     *
     * @throws IOException when it cannot be read or is of another form; the message names the line
     */
    static PaymentRows read(Path file) throws IOException {
        PaymentRows rows = new PaymentRows(EXPECTED_ROWS);
        try (BufferedReader in = open(file)) {
            String header = in.readLine();
            int[] at = columns(file, header == null ? "" : header);
            String line;
            while ((line = in.readLine()) != null) {
                try {
                    String[] fields = line.split(",", -1);
                    rows.add(
                            second(fields[at[0]]),
                            Integer.parseInt(fields[at[1]]),
                            Integer.parseInt(fields[at[2]]),
                            cents(fields[at[3]]),
                            Integer.parseInt(fields[at[4]]));
                } catch (IllegalArgumentException
                        | ArithmeticException
                        | DateTimeException
                        | IndexOutOfBoundsException e) {
                    throw new IOException(
                            file + ": line " + (rows.size() + 2) + ": " + e.getMessage(), e);
                }
            }
        }
        if (rows.size() == 0) {
            throw new IOException(file + ": no transactions in it");
        }
        return rows;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return new BufferedReader(
                new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in,
                        StandardCharsets.UTF_8));
    }

    private static int[] columns(Path file, String header) throws IOException {
        List<String> names = List.of(header.split(",", -1));
        int[] at = new int[NAMES.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = names.indexOf(NAMES.get(i));
            if (at[i] < 0) {
                throw new IOException(file + ": line 1: no column " + NAMES.get(i));
            }
        }
        return at;
    }

    private static int second(String text) {
        return Math.toIntExact(
                LocalDateTime.parse(text.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC));
    }

    private static int cents(String text) {
        return new BigDecimal(text)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_EVEN)
                .intValueExact();
    }
}
