package dev.peregrine.replay;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.peregrine.scoring.log.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes, appends and reads records for tests. */
public final class Records {
    private static final long POLL_NS = 20_000;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);

    /** A record with its content as text, for comparing. */
    public record Entry(
            long endPosition, long epoch, long sequence, long ingressTimeNs, String message) {}

    private Records() {}

    /** Appends records of random content and of 8 to 600 bytes. */
    public static List<Entry> append(
            Log log, long epoch, long firstSequence, int count, Random random) {
        List<Entry> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = new byte[8 + random.nextInt(593)];
            random.nextBytes(message);
            records.add(append(log, epoch, firstSequence + i, message));
        }
        return records;
    }

    /** Appends a record of equal bytes. */
    public static Entry append(Log log, long epoch, long sequence, int length, byte content) {
        byte[] message = new byte[length];
        Arrays.fill(message, content);
        return append(log, epoch, sequence, message);
    }

    /** Appends a record, waiting for room. */
    public static Entry append(Log log, long epoch, long sequence, byte[] message) {
        UnsafeBuffer buffer = new UnsafeBuffer(message);
        long deadline = System.nanoTime() + TIMEOUT_NS;
        long time = ingressTimeNs(sequence);
        while (true) {
            long end = log.append(epoch, sequence, time, buffer, 0, message.length);
            if (end != Log.BACK_PRESSURED) {
                return new Entry(end, epoch, sequence, time, HexFormat.of().formatHex(message));
            }
            checkDeadline(deadline, "room for a record");
        }
    }

    /** Reads all records from a position. */
    public static List<Entry> readAll(Log log, long fromPosition) {
        List<Entry> records = new ArrayList<>();
        long end =
                log.read(
                        fromPosition,
                        (endPosition, epoch, sequence, time, buffer, offset, length) -> {
                            byte[] message = new byte[length];
                            buffer.getBytes(offset, message);
                            records.add(
                                    new Entry(
                                            endPosition,
                                            epoch,
                                            sequence,
                                            time,
                                            HexFormat.of().formatHex(message)));
                            return true;
                        });
        if (!records.isEmpty() && end != records.get(records.size() - 1).endPosition()) {
            throw new AssertionError("read ended at " + end + ", not after the last record");
        }
        return records;
    }

    /** Waits until a position is durable. */
    public static void awaitDurable(Log log, long position) {
        long deadline = System.nanoTime() + TIMEOUT_NS;
        while (log.durablePosition() < position) {
            checkDeadline(deadline, "position " + position + " durable");
        }
    }

    /** A message of 300 bytes whose content follows from its sequence. */
    public static byte[] messageOf(long sequence) {
        byte[] message = new byte[300];
        UnsafeBuffer buffer = new UnsafeBuffer(message);
        for (int i = 0; i + 8 <= message.length; i += 8) {
            buffer.putLong(i, sequence * 0x9E3779B97F4A7C15L + i, LITTLE_ENDIAN);
        }
        return message;
    }

    public static long ingressTimeNs(long sequence) {
        return 1_700_000_000_000_000_000L + sequence * 1_000;
    }

    private static void checkDeadline(long deadline, String what) {
        if (System.nanoTime() - deadline > 0) {
            throw new AssertionError("no " + what + " in time");
        }
        LockSupport.parkNanos(POLL_NS);
    }
}
