package dev.peregrine.node.runtime;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.CircuitBreaker;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.DirectBuffer;

/**
 * Counts, for each tenant whose active policy has a circuit breaker, what the policy decided in the
 * breaker's window, in {@value #BUCKETS} parts of it. Time is that of the decisions, so that a
 * window without payments does not empty.
 *
 * <p>Decisions pass on the publish thread and are counted without allocation; watching and reading
 * is for any other thread.
 */
final class DecisionRates implements Egress {
    private static final int BUCKETS = 60;

    private final Egress next;
    private final List<Integer> tenants;
    private final AtomicReferenceArray<Window> windows;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();

    /**
     * What was decided in a window.
     *
     * @param decisions all
     * @param declined of them
     * @param challenged of them
     */
    record Counts(long decisions, long declined, long challenged) {}

    /**
     * @param tenants ids of those that the node serves
     */
    DecisionRates(Egress next, List<Integer> tenants) {
        this.next = next;
        this.tenants = List.copyOf(tenants);
        windows = new AtomicReferenceArray<>(tenants.size());
    }

    /**
     * Begins to count what a policy decides, if it has a breaker, and nothing else of the tenant.
     */
    void watch(int tenantId, PolicyBundle bundle) {
        windows.set(
                tenants.indexOf(tenantId),
                bundle.circuitBreaker()
                        .map(breaker -> new Window(tenantId, bundle.hash(), breaker))
                        .orElse(null));
    }

    /** What was decided in the window up to the latest decision; zeros when nothing is counted. */
    Counts counts(int tenantId) {
        Window window = windows.get(tenants.indexOf(tenantId));
        return window == null ? new Counts(0, 0, 0) : window.counts();
    }

    @Override
    public void onResult(EventSlot slot) {
        if (slot.result.kind == EventResult.Kind.DECISION) {
            count(slot);
        }
        next.onResult(slot);
    }

    private void count(EventSlot slot) {
        body.wrapAndApplyHeader(slot.result.body, 0, header);
        int tenantId = body.tenantId();
        for (int i = 0; i < windows.length(); i++) {
            Window window = windows.get(i);
            if (window != null
                    && window.tenantId == tenantId
                    && window.word0 == body.policyHash().word0()) {
                window.add(slot.ingressTimeNs, body.action());
            }
        }
    }

    @Override
    public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
        next.onReplayedDecision(slot, body, offset, length);
    }

    @Override
    public void onDecisionUnavailable(EventSlot slot) {
        next.onDecisionUnavailable(slot);
    }

    /** Counts of one policy; one thread adds. */
    private static final class Window {
        private static final int FIELDS = 4;
        private static final int BUCKET = 0;
        private static final int ALL = 1;
        private static final int DECLINED = 2;
        private static final int CHALLENGED = 3;

        private final int tenantId;
        private final long word0;
        private final long bucketNs;
        private final AtomicLongArray counts = new AtomicLongArray(BUCKETS * FIELDS);
        private volatile long lastBucket;

        Window(int tenantId, BundleHash hash, CircuitBreaker breaker) {
            this.tenantId = tenantId;
            word0 = hash.word(0);
            bucketNs = breaker.windowNs() / BUCKETS;
        }

        void add(long timeNs, Action action) {
            long bucket = timeNs / bucketNs;
            int at = (int) (bucket % BUCKETS) * FIELDS;
            if (counts.get(at + BUCKET) != bucket) {
                counts.setRelease(at + ALL, 0);
                counts.setRelease(at + DECLINED, 0);
                counts.setRelease(at + CHALLENGED, 0);
                counts.setRelease(at + BUCKET, bucket);
            }
            increment(at + ALL);
            if (action == Action.DECLINE) {
                increment(at + DECLINED);
            } else if (action == Action.CHALLENGE) {
                increment(at + CHALLENGED);
            }
            lastBucket = bucket;
        }

        private void increment(int index) {
            counts.setRelease(index, counts.get(index) + 1);
        }

        Counts counts() {
            long last = lastBucket;
            long all = 0;
            long declined = 0;
            long challenged = 0;
            for (int at = 0; at < BUCKETS * FIELDS; at += FIELDS) {
                if (last - counts.getAcquire(at + BUCKET) < BUCKETS) {
                    all += counts.getAcquire(at + ALL);
                    declined += counts.getAcquire(at + DECLINED);
                    challenged += counts.getAcquire(at + CHALLENGED);
                }
            }
            return new Counts(all, declined, challenged);
        }
    }
}
