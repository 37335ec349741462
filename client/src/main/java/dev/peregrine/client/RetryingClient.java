package dev.peregrine.client;

import dev.peregrine.client.ClientException.Category;
import dev.peregrine.protocol.ProtocolLimits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * A client that gets its answers. Thread-safe; owns one thread, whose work others may do as well
 * ({@link #poll}).
 *
 * <p>Each event is sent, and sent again under the same event id, until it is answered or its
 * deadline has passed: when the session is lost, when the node or the media driver is gone and
 * comes back, and, with a growing pause and unless {@link RetryingContext#retryWhenBusy(boolean)}
 * says otherwise, when the node is overloaded, recovering or draining. The node counts an event
 * once however often it comes. Other refusals are answers.
 *
 * <p>All events share one session, which stays open. An event is on its way once at a time: it is
 * never sent a second time while an answer to the first may still come (no hedging).
 */
public final class RetryingClient implements AutoCloseable {
    private final RetryingAgent agent;

    /** Of the client's own thread; null where that is not woken. */
    private final WakeableIdleStrategy idle;

    private final AgentRunner runner;
    private final long deadlineNs;

    private RetryingClient(RetryingContext ctx) {
        deadlineNs = ctx.deadlineNs();
        boolean idlesAsItLikes = ctx.session().idleStrategy() != null;
        agent = new RetryingAgent(ctx.conclude());
        idle = ctx.polled() ? null : new WakeableIdleStrategy(() -> agent.inFlight() > 0);
        IdleStrategy usual = idle == null ? new SleepingMillisIdleStrategy(1) : idle;
        runner =
                new AgentRunner(
                        idlesAsItLikes ? ctx.session().idleStrategy() : usual,
                        ctx.session().errorHandler(),
                        null,
                        agent);
    }

    /**
     * Starts the client, which begins to connect; does not wait. Events may be submitted at once.
     *
     * @throws ClientException naming a setting out of its range
     */
    public static RetryingClient start(RetryingContext ctx) {
        RetryingClient client = new RetryingClient(ctx);
        AgentRunner.startOnThread(
                client.runner,
                task -> {
                    Thread thread = new Thread(task, "peregrine-client");
                    thread.setDaemon(true);
                    return thread;
                });
        return client;
    }

    /**
     * Waits for a session.
     *
     * @throws ClientException with what failed last, when none is open in time
     */
    public SessionTerms awaitConnected(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        while (!isConnected()) {
            if (System.nanoTime() - deadlineNs > 0 || Thread.currentThread().isInterrupted()) {
                ClientException last = agent.connection().lastFailure();
                if (last != null) {
                    throw new ClientException(last.category(), last.getMessage(), last);
                }
                throw new ClientException(Category.NO_ANSWER, "no session in time");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
        return agent.connection().terms();
    }

    /** Whether a session is open. */
    public boolean isConnected() {
        return agent.connection().isConnected();
    }

    /** What was agreed in the latest session; null before the first. */
    public SessionTerms terms() {
        return agent.connection().terms();
    }

    /**
     * A tenant's own attributes, as the node told them within the last seconds; none before it has,
     * or where the session may not speak for the tenant.
     */
    public AttributeDictionary attributes(int tenantId) {
        return agent.attributes().of(tenantId);
    }

    /** What failed last in connecting; null when nothing has. */
    public ClientException lastFailure() {
        return agent.connection().lastFailure();
    }

    /** Sessions opened so far. */
    public long sessions() {
        return agent.connection().sessions();
    }

    /** Events sent again so far. */
    public long retries() {
        return agent.retries();
    }

    /** Events that wait for their answer, about. */
    public int inFlight() {
        return agent.inFlight();
    }

    /**
     * Sends an event; does not block.
     *
     * @param event message header and message; copied
     * @param timeoutNs how long to try, nanoseconds
     * @param handler called once, on the client's thread or that of whoever polls
     * @return false when as many events as allowed are in flight, or the client is closed
     */
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, AnswerHandler handler) {
        if (length > ProtocolLimits.MAX_EVENT_LENGTH) {
            throw new IllegalArgumentException(
                    "event of " + length + " bytes; at most " + ProtocolLimits.MAX_EVENT_LENGTH);
        }
        boolean submitted = agent.submit(event, offset, length, timeoutNs, handler);
        if (idle != null) {
            idle.wake();
        }
        return submitted;
    }

    /**
     * Takes what answers have come, on the calling thread, which tells their handlers; leaves that
     * to another thread that is at it. Sessions are opened and ended, and events timed out, by the
     * client's own thread alone. Does not block. Any thread.
     *
     * @return pieces of work done; 0 when there was nothing to do
     */
    public int poll() {
        return agent.poll();
    }

    /**
     * Sends a transaction that wants a decision. The future fails with {@link
     * EventRejectedException}, or {@link ClientException} of category FULL, CLOSED or TIMEOUT. It
     * is completed on the client's thread: do not block in its continuations.
     */
    public CompletableFuture<Decision> decide(
            DirectBuffer event, int offset, int length, long timeoutNs) {
        return future(FutureAnswer::decision, event, offset, length, timeoutNs);
    }

    /** The same, for as long as {@link RetryingContext#deadlineNs()} says. */
    public CompletableFuture<Decision> decide(DirectBuffer event, int offset, int length) {
        return decide(event, offset, length, deadlineNs);
    }

    /** Sends an event that wants no decision; the future as of {@link #decide}. */
    public CompletableFuture<Ack> send(DirectBuffer event, int offset, int length, long timeoutNs) {
        return future(FutureAnswer::ack, event, offset, length, timeoutNs);
    }

    /** The same, for as long as {@link RetryingContext#deadlineNs()} says. */
    public CompletableFuture<Ack> send(DirectBuffer event, int offset, int length) {
        return send(event, offset, length, deadlineNs);
    }

    /** Sends a StateHashRequest; the future as of {@link #decide}. */
    public CompletableFuture<StateHash> stateHash(
            DirectBuffer event, int offset, int length, long timeoutNs) {
        return future(FutureAnswer::stateHash, event, offset, length, timeoutNs);
    }

    private <T> CompletableFuture<T> future(
            Function<FutureAnswer, CompletableFuture<T>> part,
            DirectBuffer event,
            int offset,
            int length,
            long timeoutNs) {
        FutureAnswer answer = new FutureAnswer(timeoutNs);
        CompletableFuture<T> future = part.apply(answer);
        if (!submit(event, offset, length, timeoutNs, answer)) {
            answer.fail(
                    agent.isClosed()
                            ? new ClientException(Category.CLOSED, "the client is closed")
                            : new ClientException(Category.FULL, "too many events in flight"));
        }
        return future;
    }

    /** Ends the session and the thread. What is unanswered times out. */
    @Override
    public void close() {
        runner.close();
    }
}
