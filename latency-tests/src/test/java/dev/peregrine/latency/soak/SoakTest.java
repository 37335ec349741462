package dev.peregrine.latency.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.report.latency.GcMeter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A node under steady load for seconds, or for as long as a profile says: {@code -Psoak} for 10
 * minutes without a pause of the garbage collector, {@code -Psoak-hour} for steady memory.
 *
 * <p>What is allocated counts by the median second: the thread that asks for a method to be
 * compiled by C2 pays for the string literals of the method's class, which the JVM makes then
 * ({@code resolve_string_constants} in HotSpot's compileBroker.cpp). On busy cores that goes on for
 * long after the start.
 */
class SoakTest {
    private static final long SECONDS = Long.getLong("peregrine.test.soak-seconds", 5);

    /** From this length on there must be no pause: the profile makes the heap large enough. */
    private static final boolean NO_PAUSE = Boolean.getBoolean("peregrine.test.soak-no-pause");

    private static final int RATE = 1_000;
    private static final int WARM_UP_RATE = 8_000;
    private static final int WARM_UP_SECONDS = 6;
    private static final int CARDS = 200;
    private static final long STEADY_BYTES = 16 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];
    private final byte[] card = new byte[6];
    private long sent;
    private long decided;

    @Test
    void shouldKeepMemorySteadyAndAllocateNothingForAnEvent() {
        long events = RATE * SECONDS + WARM_UP_RATE * WARM_UP_SECONDS + 1;
        try (EmbeddedNode node =
                        EmbeddedNode.start(Installation.policy("demo"), null, -1, 2 * events);
                TrafficClient client = node.connect()) {
            client.listen(
                    new ClientListener() {
                        @Override
                        public void onDecision(
                                long correlationId,
                                DecisionReplyDecoder envelope,
                                DecisionBodyDecoder body) {
                            decided++;
                        }
                    });
            run(client, WARM_UP_RATE, WARM_UP_SECONDS);
            long heapBefore = heapAfterCollection();
            GcMeter gc = new GcMeter();
            long pausesBefore = gc.pauses();
            long decidedBefore = decided;
            long[] bytes = new long[(int) SECONDS];
            long hot = hotThread().getId();

            for (int second = 0; second < bytes.length; second++) {
                long before = threads.getThreadAllocatedBytes(hot);
                run(client, RATE, 1);
                bytes[second] = threads.getThreadAllocatedBytes(hot) - before;
            }

            long pauses = gc.pauses() - pausesBefore;
            assertThat(node.failure()).isNull();
            assertThat(decided - decidedBefore).isEqualTo(RATE * SECONDS);
            Arrays.sort(bytes);
            assertThat((double) bytes[bytes.length / 2] / RATE)
                    .as("bytes for an event of the hot path, in the median second")
                    .isLessThan(1);
            if (NO_PAUSE) {
                assertThat(pauses).as("pauses of the collector in %d s", SECONDS).isZero();
            }
            assertThat(heapAfterCollection() - heapBefore)
                    .as("growth of the heap")
                    .isLessThan(STEADY_BYTES);
        }
    }

    /** Sends by planned times, and waits for the last answer. */
    private void run(TrafficClient client, int rate, long seconds) {
        long first = sent;
        long count = rate * seconds;
        long startNs = System.nanoTime();
        long deadline = startNs + TimeUnit.SECONDS.toNanos(seconds + 60);
        while (decided < first + count) {
            long now = System.nanoTime();
            if (now - deadline > 0) {
                throw new AssertionError(decided - first + " decisions of " + count);
            }
            long due = Math.min(count, (now - startNs) * rate / TimeUnit.SECONDS.toNanos(1));
            if (sent - first < due && client.offer(sent, buffer, encode(sent))) {
                sent++;
            }
            if (client.poll() == 0 && sent - first >= due) {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    private int encode(long number) {
        digits(number, id);
        digits(number % CARDS, card);
        payment.reset()
                .tenantId(EmbeddedNode.TENANT)
                .eventId(id, 0, id.length)
                .eventTimeNs(System.currentTimeMillis() * 1_000_000)
                .amount(100 + number % 1_000, 978)
                .key(KeyField.CARD, card, 0, card.length)
                .key(KeyField.MERCHANT, card, 0, card.length - 1);
        return payment.encode(buffer, 0);
    }

    private static void digits(long value, byte[] out) {
        long rest = value;
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The thread of ingress and all stages. */
    private static Thread hotThread() {
        List<Thread> hot =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().contains("internal-events"))
                        .toList();
        assertThat(hot).as("ingress and all stages").hasSize(1);
        return hot.get(0);
    }

    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
