package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;
import io.aeron.Publication;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * The work of a {@link RetryingClient}: sends what is submitted, sends again what a lost session
 * left unanswered, gives up at the deadline. Allocates nothing while a session is open.
 *
 * <p>Who submits sends at once, on its own thread, so that a request does not wait for another
 * thread to get a core; unless another is at work, which then sends it before it is done. What is
 * not marked for any thread is guarded by {@link #busy}, which a closed agent keeps.
 */
final class RetryingAgent implements Agent, ClientListener {
    private static final long NO_EVENT = 0;

    /** In one go at most: a submitter that has lost its core in the middle may take its time. */
    private static final int MAX_ROUNDS = 8;

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RetryingContext ctx;
    private final InFlight[] all;
    private final ManyToManyConcurrentArrayQueue<InFlight> free;
    private final ManyToOneConcurrentArrayQueue<InFlight> submitted;
    private final LongArrayQueue toSend = new LongArrayQueue(NO_EVENT);
    private final Connection connection;
    private final AttributeDictionaries attributes = new AttributeDictionaries();
    private long nowNs = System.nanoTime();
    private long nextTickNs = nowNs;
    private long order;
    private volatile boolean closed;
    private volatile boolean called;
    private final AtomicLong retries = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Consumer<InFlight> accepter = this::accept;

    RetryingAgent(RetryingContext ctx) {
        this.ctx = ctx;
        this.all = new InFlight[ctx.maxInFlight()];
        this.free = new ManyToManyConcurrentArrayQueue<>(Math.max(2, all.length));
        this.submitted = new ManyToOneConcurrentArrayQueue<>(Math.max(2, all.length));
        this.connection = new Connection(ctx, this, nowNs);
        for (int i = 0; i < all.length; i++) {
            all[i] = new InFlight(i);
            free.offer(all[i]);
        }
    }

    Connection connection() {
        return connection;
    }

    AttributeDictionaries attributes() {
        return attributes;
    }

    int inFlight() {
        return all.length - free.size();
    }

    boolean isClosed() {
        return closed;
    }

    /** Events sent again so far, for whatever cause. */
    long retries() {
        return retries.get();
    }

    /** Any thread. */
    boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, AnswerHandler handler) {
        InFlight next = closed ? null : free.poll();
        if (next == null) {
            return false;
        }
        next.fill(event, offset, length);
        next.handler = handler;
        next.deadlineNs = System.nanoTime() + timeoutNs;
        submitted.offer(next);
        if (closed) {
            abandonSubmitted();
        } else {
            sendNow();
        }
        return true;
    }

    private void sendNow() {
        int round = 0;
        while (!submitted.isEmpty() && round++ < MAX_ROUNDS && busy.compareAndSet(false, true)) {
            try {
                submitted.drain(accepter, all.length);
                send();
            } catch (RuntimeException e) {
                ctx.session().errorHandler().onError(e);
            } finally {
                busy.set(false);
            }
        }
        if (called) {
            poll();
        }
    }

    /**
     * Takes answers and sends what was submitted. Any thread; who finds another at work leaves it
     * the call, as who submits meanwhile leaves it the sending.
     */
    int poll() {
        called = true;
        try {
            return rounds(false);
        } catch (RuntimeException e) {
            ctx.session().errorHandler().onError(e);
            return 1;
        }
    }

    @Override
    public int doWork() {
        return rounds(true);
    }

    /** Until nothing is left that others have left to this thread. */
    private int rounds(boolean isOwnThread) {
        int work = 0;
        int round = 0;
        do {
            if (!busy.compareAndSet(false, true)) {
                return work;
            }
            try {
                called = false;
                work += isOwnThread ? work() : takeAndSend();
            } finally {
                busy.set(false);
            }
        } while ((called || !submitted.isEmpty()) && ++round < MAX_ROUNDS);
        return work;
    }

    /** Leaves it to the client's own thread to connect, to end a session and to time out. */
    private int takeAndSend() {
        nowNs = System.nanoTime();
        int work = submitted.drain(accepter, all.length);
        PeregrineClient client = connection.client();
        work += client == null ? 0 : client.poll();
        return work + send();
    }

    private int work() {
        nowNs = System.nanoTime();
        int work = submitted.drain(accepter, all.length);
        work += connection.poll(nowNs);
        work += send();
        if (nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + TICK_NS;
            work += tick();
        }
        return work;
    }

    private void accept(InFlight event) {
        event.order = order++;
        enqueue(event);
    }

    private void enqueue(InFlight event) {
        event.state = InFlight.State.WAITING;
        toSend.addLong(event.correlationId());
    }

    private int send() {
        PeregrineClient client = connection.client();
        int count = 0;
        while (client != null && !toSend.isEmpty()) {
            InFlight event = all[InFlight.index(toSend.peekLong())];
            boolean waits =
                    event.state == InFlight.State.WAITING
                            && event.correlationId() == toSend.peekLong();
            if (waits) {
                long sent = event.offerTo(client);
                if (sent == Publication.ADMIN_ACTION) {
                    sent = event.offerTo(client);
                }
                if (sent <= 0) {
                    break;
                }
                event.state = InFlight.State.SENT;
                count++;
            }
            toSend.pollLong();
        }
        return count;
    }

    private int tick() {
        PeregrineClient client = connection.client();
        if (client != null) {
            attributes.tick(client, nowNs);
        }
        int work = 0;
        for (InFlight event : all) {
            if (event.state != InFlight.State.FREE) {
                if (nowNs - event.deadlineNs >= 0) {
                    timeOut(event);
                    work++;
                } else if (event.state == InFlight.State.BACKING_OFF
                        && nowNs - event.retryAtNs >= 0) {
                    retries.incrementAndGet();
                    enqueue(event);
                    work++;
                }
            }
        }
        return work;
    }

    @Override
    public void onSessionClosed(SessionEnd end) {
        InFlight[] unanswered =
                Arrays.stream(all)
                        .filter(
                                event ->
                                        event.state == InFlight.State.SENT
                                                || event.state == InFlight.State.WAITING)
                        .sorted(Comparator.comparingLong(event -> event.order))
                        .toArray(InFlight[]::new);
        toSend.clear();
        for (InFlight event : unanswered) {
            if (event.state == InFlight.State.SENT) {
                retries.incrementAndGet();
            }
            enqueue(event);
        }
    }

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        InFlight event = answered(correlationId);
        if (event != null) {
            release(event).onDecision(envelope, body);
        }
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {
        InFlight event = answered(correlationId);
        if (event != null) {
            release(event).onAck(ack);
        }
    }

    @Override
    public void onStateHash(long correlationId, StateHashReplyDecoder hash) {
        InFlight event = answered(correlationId);
        if (event != null) {
            release(event).onStateHash(hash);
        }
    }

    @Override
    public void onAttributes(long correlationId, AttributeDictionaryDecoder dictionary) {
        attributes.onAttributes(dictionary);
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        InFlight event = answered(correlationId);
        if (event == null) {
            return;
        }
        if (isSentAgain(rejected.code())) {
            backOff(event);
            return;
        }
        release(event).onRejected(rejected);
    }

    private boolean isSentAgain(RejectCode code) {
        return switch (code) {
            case UNKNOWN_SESSION -> true;
            case OVERLOADED, NOT_READY, SHUTTING_DOWN -> ctx.retryWhenBusy();
            default -> false;
        };
    }

    private void backOff(InFlight event) {
        event.backoffNs =
                Math.min(Math.max(2 * event.backoffNs, ctx.minBackoffNs()), ctx.maxBackoffNs());
        event.retryAtNs = nowNs + event.backoffNs;
        event.state = InFlight.State.BACKING_OFF;
    }

    private InFlight answered(long correlationId) {
        int index = InFlight.index(correlationId);
        if (index >= all.length) {
            return null;
        }
        InFlight event = all[index];
        boolean expected =
                event.state != InFlight.State.FREE && event.correlationId() == correlationId;
        return expected ? event : null;
    }

    private void timeOut(InFlight event) {
        try {
            release(event).onTimeout();
        } catch (RuntimeException e) {
            ctx.session().errorHandler().onError(e);
        }
    }

    /** Frees the place first, so that whoever is told the answer can submit again at once. */
    private AnswerHandler release(InFlight event) {
        AnswerHandler handler = event.handler;
        event.state = InFlight.State.FREE;
        event.handler = null;
        free.offer(event);
        return handler;
    }

    @Override
    public void onClose() {
        while (!busy.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        closed = true;
        connection.close();
        for (InFlight event : all) {
            if (event.state != InFlight.State.FREE) {
                timeOut(event);
            }
        }
        abandonSubmitted();
    }

    /** After the thread has ended, whoever submits last tidies up. */
    private synchronized void abandonSubmitted() {
        for (InFlight event = submitted.poll(); event != null; event = submitted.poll()) {
            timeOut(event);
        }
    }

    @Override
    public String roleName() {
        return "peregrine-client";
    }
}
