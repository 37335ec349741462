package dev.peregrine.gateway.standin;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the engine of stand-ins, the oldest first, a few at a time, each again until it is
 * acknowledged.
 *
 * <p>A stand-in goes as back-fill with the action that was taken. When the engine says that it has
 * known the payment, the payment is sent once more as it came, since that is what gets the
 * decision: then the stand-in is superseded. When there is no decision to get, an earlier back-fill
 * was known.
 *
 * <p>Owns one thread, on which it reads the spool.
 */
final class BackFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackFiller.class);

    /** Few, since back-fill takes room from payments that wait; enough for thousands a second. */
    private static final int WINDOW = 8;

    /** How many pending ones are looked at for some that are due. */
    private static final int LOOK_AHEAD = 4096;

    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long YIELD_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MIN_BACKOFF_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_BACKOFF_NS = TimeUnit.SECONDS.toNanos(5);

    /** Where the engine refuses one until somebody changes something: each try is an event. */
    private static final long MAX_REFUSED_BACKOFF_NS = TimeUnit.MINUTES.toNanos(1);

    private final Spool spool;
    private final EngineClient engine;
    private final StandInMetrics metrics;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final Map<StandInEntry, Attempt> attempts = new HashMap<>();
    private final Thread thread = new Thread(this::run, "stand-in-back-fill");
    private volatile boolean closed;
    private int inFlight;
    private long pausedUntilNs = System.nanoTime();
    private volatile long yieldedUntilNs = pausedUntilNs;

    /** What is to be done on the thread after an answer. */
    private interface Step {
        void take() throws InterruptedException;
    }

    /** A stand-in that was sent at least once. */
    private static final class Attempt {
        private boolean waits;
        private long backoffNs;
        private long dueNs;
    }

    BackFiller(Spool spool, EngineClient engine, StandInMetrics metrics) {
        this.spool = spool;
        this.engine = engine;
        this.metrics = metrics;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** There is no room for payments now: back-fill waits for a while. Any thread. */
    void yieldToPayments() {
        yieldedUntilNs = System.nanoTime() + YIELD_NS;
    }

    /** Waits for the thread, which is not interrupted: that would close the files it reads. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                Step step = steps.poll(IDLE_NS, TimeUnit.NANOSECONDS);
                while (step != null) {
                    step.take();
                    step = steps.poll();
                }
                sendDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("ALARM stand-ins are no longer sent to the engine", e);
        }
    }

    private void sendDue() throws InterruptedException {
        long nowNs = System.nanoTime();
        if (nowNs - pausedUntilNs < 0 || nowNs - yieldedUntilNs < 0 || !engine.session().isOpen()) {
            return;
        }
        attempts.keySet().removeIf(entry -> entry.settlement() != null);
        int looked = 0;
        for (StandInEntry entry : spool.pending()) {
            if (inFlight >= WINDOW || looked++ >= LOOK_AHEAD) {
                return;
            }
            if (entry.settlement() != null) {
                continue; // its attempt is forgotten, and it leaves the spool's pending ones now
            }
            Attempt attempt = attempts.computeIfAbsent(entry, e -> new Attempt());
            if (!attempt.waits && nowNs - attempt.dueNs >= 0) {
                attempt.waits = true;
                inFlight++;
                byte[] event = Spool.event(entry);
                PaymentFacts.makeBackFill(event, entry.decision().action());
                if (!submit(event, new BackFillAnswer(entry))) {
                    retry(entry, true);
                    return;
                }
            }
        }
    }

    private boolean submit(byte[] event, EngineClient.Answer answer) {
        return engine.submit(new UnsafeBuffer(event), 0, event.length, ANSWER_TIMEOUT_NS, answer);
    }

    private void onAcknowledged(StandInEntry entry, EventStatus status)
            throws InterruptedException {
        if (status != EventStatus.DUPLICATE) {
            settle(entry, Settlement.BACK_FILLED, null);
        } else if (!submit(Spool.event(entry), new DecisionAnswer(entry))) {
            retry(entry, true);
        }
    }

    private void onDecided(StandInEntry entry, Decision decision) throws InterruptedException {
        Action action =
                new DecisionBodyDecoder()
                        .wrapAndApplyHeader(
                                new UnsafeBuffer(decision.body()), 0, new MessageHeaderDecoder())
                        .action();
        metrics.onSuperseded(entry, action != entry.decision().action());
        settle(entry, Settlement.SUPERSEDED, decision);
    }

    private void onRejected(StandInEntry entry, RejectCode code) throws InterruptedException {
        switch (code) {
            case DECISION_UNAVAILABLE -> settle(entry, Settlement.BACK_FILLED, null);
            case MALFORMED,
                    INVALID_FIELD,
                    UNSUPPORTED_VERSION,
                    CONFLICT,
                    TOO_EARLY,
                    TOO_LATE,
                    NO_EXCHANGE_RATE,
                    QUARANTINED,
                    NOT_SUPPORTED -> {
                LOG.warn("the engine refuses the payment of a stand-in: {}", code);
                metrics.onRefused(code);
                settle(entry, Settlement.REFUSED, null);
            }
            case OVERLOADED, NOT_READY, SHUTTING_DOWN, UNKNOWN_SESSION -> retry(entry, true);
            default -> retry(entry, false);
        }
    }

    private void settle(StandInEntry entry, Settlement settlement, Decision decision)
            throws InterruptedException {
        inFlight--;
        spool.settle(entry, settlement, decision);
        metrics.onSettled(settlement);
    }

    /**
     * Sends a stand-in again, later.
     *
     * @param pause whether the others should wait as well
     */
    private void retry(StandInEntry entry, boolean pause) {
        inFlight--;
        Attempt attempt = attempts.get(entry);
        attempt.waits = false;
        long longest = pause ? MAX_BACKOFF_NS : MAX_REFUSED_BACKOFF_NS;
        attempt.backoffNs = Math.min(longest, Math.max(MIN_BACKOFF_NS, 2 * attempt.backoffNs));
        long nowNs = System.nanoTime();
        attempt.dueNs = nowNs + attempt.backoffNs;
        if (pause) {
            pausedUntilNs = nowNs + Math.min(attempt.backoffNs, TimeUnit.SECONDS.toNanos(1));
        }
    }

    /** Hands answers over to the thread. */
    private abstract class HandedOver implements EngineClient.Answer {
        final StandInEntry entry;

        HandedOver(StandInEntry entry) {
            this.entry = entry;
        }

        @Override
        public void onRejected(RejectCode code, String field, String value, String detail) {
            steps.add(() -> BackFiller.this.onRejected(entry, code));
        }

        @Override
        public void onTimeout() {
            steps.add(() -> retry(entry, true));
        }
    }

    private final class BackFillAnswer extends HandedOver {
        BackFillAnswer(StandInEntry entry) {
            super(entry);
        }

        @Override
        public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
            onTimeout();
        }

        @Override
        public void onAck(EventAckDecoder ack) {
            EventStatus status = ack.status();
            steps.add(() -> onAcknowledged(entry, status));
        }
    }

    private final class DecisionAnswer extends HandedOver {
        DecisionAnswer(StandInEntry entry) {
            super(entry);
        }

        @Override
        public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
            Decision decision = Decision.copyOf(envelope, body);
            steps.add(() -> onDecided(entry, decision));
        }

        @Override
        public void onAck(EventAckDecoder ack) {
            onTimeout();
        }
    }
}
