package dev.peregrine.gateway.standin;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Where stand-ins are kept, and how many.
 *
 * @param directory of the spool, for one gateway alone; made when it is not there
 * @param maxBytes greatest size of its files; {@link #MIN_BYTES} or more
 * @param retentionNs how long a stand-in is remembered after the engine has heard of it, for
 *     retries, in nanoseconds; less when room is needed
 */
public record SpoolContext(Path directory, long maxBytes, long retentionNs) {
    /** Least size of a spool: 256 KiB. */
    public static final long MIN_BYTES = 256L << 10;

    /** Greatest size of a spool: 64 GiB. */
    public static final long MAX_BYTES = 64L << 30;

    /** Size of a spool unless another one is asked for: 64 MiB. */
    public static final long DEFAULT_BYTES = 64L << 20;

    private static final int SEGMENTS = 16;

    public SpoolContext {
        if (maxBytes < MIN_BYTES || maxBytes > MAX_BYTES) {
            throw new SpoolException(
                    directory + ": a size of " + maxBytes + " bytes is not from 256KiB to 64GiB");
        }
        if (retentionNs < 0) {
            throw new SpoolException(directory + ": the retention is negative");
        }
    }

    /** A spool of the usual size, for a day. */
    public static SpoolContext of(Path directory) {
        return new SpoolContext(directory, DEFAULT_BYTES, TimeUnit.DAYS.toNanos(1));
    }

    /** Length at which a file is ended and the next one begun. */
    long segmentBytes() {
        return Math.min(maxBytes / SEGMENTS, 64L << 20);
    }
}
