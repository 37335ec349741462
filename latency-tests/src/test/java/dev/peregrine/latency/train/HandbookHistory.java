package dev.peregrine.latency.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Made-up payments in the form of the Handbook's. */
public final class HandbookHistory {
    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private HandbookHistory() {}

    /**
     * 300 payments a day of 200 customers at 60 terminals. Frauds are high amounts, and all
     * payments at a terminal for three weeks after it was broken into. From 2018-04-20 on, 65 days.
     */
    public static void write(Path file) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,");
        rows.append("TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n");
        LocalDateTime start = LocalDateTime.of(2018, 4, 20, 0, 0);
        for (int i = 0; i < 300 * 65; i++) {
            int day = i / 300;
            int terminal = random.nextInt(60);
            boolean brokenInto = terminal % 20 == day / 21;
            boolean high = random.nextInt(100) == 0;
            int cents = high ? 23_000 + random.nextInt(9_000) : 500 + random.nextInt(9_000);
            rows.append(i + 1).append(',');
            rows.append(TIMES.format(start.plusDays(day).plusSeconds(i % 300 * 280L))).append(',');
            rows.append(random.nextInt(200)).append(',').append(terminal).append(',');
            rows.append(cents / 100).append('.').append(10 + cents % 90);
            rows.append(high || brokenInto ? ",1\n" : ",0\n");
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
