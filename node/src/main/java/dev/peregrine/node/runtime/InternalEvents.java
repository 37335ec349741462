package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.Version;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSink;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Events of the node's own making: the start of an epoch, policy activations, the last state hash.
 * They are offered on the ingress thread like everybody's, so that the ring has one producer at a
 * time; their answers come back as futures.
 *
 * <p>{@link #submit} is for any thread; the agent runs on the ingress thread; the egress side is
 * called by the publish stage and passes on what belongs to clients.
 */
final class InternalEvents implements Agent, Egress {
    /** Session of the node itself. */
    static final long SESSION_ID = 0;

    private static final int CAPACITY = 1024;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    private record Pending(long correlationId, DirectBuffer event) {}

    /**
     * What became of an event.
     *
     * @param kind what kind of answer
     * @param detail why it was refused; empty when it was not
     * @param sequence its place in the order
     */
    record Answer(EventResult.Kind kind, String detail, long sequence) {}

    private final OneToOneConcurrentArrayQueue<Pending> queue =
            new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final Egress clients;
    private volatile EventSink sink;
    private long nextCorrelationId = 1;

    InternalEvents(Egress clients) {
        this.clients = clients;
    }

    void sink(EventSink value) {
        sink = value;
    }

    synchronized CompletableFuture<Answer> submit(DirectBuffer event, int length) {
        byte[] copy = new byte[length];
        event.getBytes(0, copy);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Pending pending = new Pending(nextCorrelationId++, new UnsafeBuffer(copy));
        waiting.put(pending.correlationId(), answer);
        if (!queue.offer(pending)) {
            throw new IllegalStateException(
                    "more than " + CAPACITY + " events of the node itself wait");
        }
        return answer;
    }

    /**
     * Begins a run. Blocks.
     *
     * @throws IllegalStateException when the event is refused or not answered in time
     */
    void startEpoch(long epoch) {
        MutableDirectBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        int length =
                new ControlEventEncoder()
                        .epochStart(
                                event,
                                0,
                                epoch,
                                ScoringEngine.SEMANTICS_VERSION,
                                Version.current());
        await(submit(event, length), "start of epoch " + epoch, ANSWER_TIMEOUT_NS);
    }

    /**
     * Has the state's hash recorded, as a run's last event. Blocks.
     *
     * @throws IllegalStateException when the event is refused or not answered in time
     */
    void lastHash(long epoch, long timeoutNs) {
        MutableDirectBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        int length = new ControlEventEncoder().stateHashRequest(event, 0, 0, "shutdown-" + epoch);
        await(submit(event, length), "state hash at shutdown", timeoutNs);
    }

    /**
     * Waits for an answer.
     *
     * @param what the event, for the message
     * @throws IllegalStateException when it was refused or is not answered in time
     */
    static Answer await(CompletableFuture<Answer> answer, String what, long timeoutNs) {
        try {
            Answer given = answer.get(timeoutNs, TimeUnit.NANOSECONDS);
            if (!given.detail().isEmpty()) {
                throw new IllegalStateException(what + " was refused: " + given.detail());
            }
            return given;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + " was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    what
                            + " was not answered in "
                            + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                            + " ms",
                    e);
        }
    }

    /** Nothing will be answered any more. Any thread. */
    void fail(Throwable failure) {
        waiting.values().forEach(answer -> answer.completeExceptionally(failure));
    }

    @Override
    public int doWork() {
        Pending pending = queue.peek();
        if (pending == null
                || sink == null
                || !sink.offer(
                        SESSION_ID,
                        pending.correlationId(),
                        pending.event(),
                        0,
                        pending.event().capacity())) {
            return 0;
        }
        queue.poll();
        return 1;
    }

    @Override
    public String roleName() {
        return "internal-events";
    }

    @Override
    public void onResult(EventSlot slot) {
        if (slot.sessionId != SESSION_ID) {
            clients.onResult(slot);
            return;
        }
        CompletableFuture<Answer> answer = waiting.remove(slot.correlationId);
        Optional.ofNullable(answer)
                .ifPresent(
                        a ->
                                a.complete(
                                        new Answer(
                                                slot.result.kind,
                                                slot.result.kind == EventResult.Kind.REFUSED
                                                        ? slot.result.rejectCode.name()
                                                        : "",
                                                slot.sequence)));
    }

    @Override
    public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
        clients.onReplayedDecision(slot, body, offset, length);
    }

    @Override
    public void onDecisionUnavailable(EventSlot slot) {
        clients.onDecisionUnavailable(slot);
    }
}
