package dev.peregrine.report.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Steal time: how long threads that wanted to run stood still because the host of this virtual
 * machine gave its processors to others, as Linux counts it, in ticks of 10 ms over all processors.
 * Nothing that the program does can make up for it. Stays at 0 where the system does not tell. Any
 * thread.
 *
 * <p>Source: {@code proc(5)}, {@code /proc/stat}, eighth number of the line {@code cpu}.
 */
public final class StealMeter {
    /** Tag of steal time in interval logs. */
    public static final String TAG = "steal";

    private static final Path STAT = Path.of("/proc/stat");
    private static final String ALL_PROCESSORS = "cpu ";
    private static final int FIELD = 8;

    /** {@code USER_HZ}, which is 100 whatever the kernel's own clock. */
    private static final long TICK_MS = TimeUnit.SECONDS.toMillis(1) / 100;

    private final Path stat;

    public StealMeter() {
        this(STAT);
    }

    StealMeter(Path stat) {
        this.stat = stat;
    }

    /** Milliseconds since the machine's start, of all processors together. */
    public long stolenMs() {
        try (Stream<String> lines = Files.lines(stat)) {
            return lines.filter(line -> line.startsWith(ALL_PROCESSORS))
                    .findFirst()
                    .map(line -> line.trim().split(" +"))
                    .filter(fields -> fields.length > FIELD)
                    .map(fields -> Long.parseLong(fields[FIELD]) * TICK_MS)
                    .orElse(0L);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
