package dev.peregrine.replay.backtest.report;

import java.io.IOException;
import java.time.LocalDate;

/** Writes times as ISO 8601 in UTC, such as 2018-04-01T00:00:31Z. One thread. */
final class InstantText {
    private static final long NANOS = 1_000_000_000L;
    private static final long DAY = 86_400;

    private long lastDay = Long.MIN_VALUE;
    private String lastDate;

    /**
     * Writes a time given in nanoseconds since 1970-01-01T00:00:00Z; a fraction where there is one.
     */
    void write(long timeNs, OutputFile out) throws IOException {
        long second = Math.floorDiv(timeNs, NANOS);
        long nanos = Math.floorMod(timeNs, NANOS);
        long day = Math.floorDiv(second, DAY);
        long time = Math.floorMod(second, DAY);
        if (day != lastDay) {
            lastDate = LocalDate.ofEpochDay(day).toString();
            lastDay = day;
        }
        out.ascii(lastDate).put('T').padded(time / 3600, 2).put(':');
        out.padded(time / 60 % 60, 2).put(':').padded(time % 60, 2);
        if (nanos != 0) {
            int width = 9;
            while (nanos % 10 == 0) {
                nanos /= 10;
                width--;
            }
            out.put('.').padded(nanos, width);
        }
        out.put('Z');
    }
}
