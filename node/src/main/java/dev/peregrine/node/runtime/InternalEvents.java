package dev.peregrine.node.runtime;

import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSink;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Events of the node's own making: the start of an epoch, policy activations, the last state hash.
 * They are offered on the ingress thread like everybody's, so that the ring has one producer; their
 * answers come back as futures.
 *
 * <p>{@link #submit} is for any thread; the agent runs on the ingress thread; the egress side is
 * called by the publish stage and passes on what belongs to clients.
 */
final class InternalEvents implements Agent, Egress {
    /** Session of the node itself. */
    static final long SESSION_ID = 0;

    private static final int CAPACITY = 1024;

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
