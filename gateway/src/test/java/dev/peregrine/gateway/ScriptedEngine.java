package dev.peregrine.gateway;

import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventValidator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;

/**
 * An engine that answers as a test tells it, on the submitting thread or whenever the test likes.
 */
public final class ScriptedEngine implements EngineClient {
    /** An event without its answer. */
    public record Pending(int tenantId, String eventId, Answer answer) {
        /** Answers with a decision. */
        public void decide() {
            DecisionReplies.Reply reply = DecisionReplies.challenge(eventId);
            answer.onDecision(reply.envelope(), reply.body());
        }
    }

    private final BlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger malformed = new AtomicInteger();
    private volatile SessionState session = SessionState.open(Map.of("acme", 1));
    private volatile BiConsumer<Pending, BlockingQueue<Pending>> script =
            (event, queue) -> event.decide();
    private volatile boolean full;

    @Override
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
        if (full) {
            return false;
        }
        if (new EventValidator().validateTransaction(event, offset, length) != null) {
            malformed.incrementAndGet();
        }
        TransactionDecoder transaction = new TransactionDecoder();
        transaction.wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
        transaction.attributes().forEachRemaining(attribute -> attribute.sbeSkip());
        int tenantId = transaction.tenantId();
        script.accept(new Pending(tenantId, transaction.eventId(), answer), pending);
        return true;
    }

    @Override
    public SessionState session() {
        return session;
    }

    @Override
    public void close() {}

    /** Events that came in another form than the schema's. */
    public int malformed() {
        return malformed.get();
    }

    public void session(SessionState value) {
        session = value;
    }

    public void full(boolean value) {
        full = value;
    }

    /** What to do with each event. */
    public void script(BiConsumer<Pending, BlockingQueue<Pending>> value) {
        script = value;
    }

    /** Keeps events until the test takes them with {@link #take}. */
    public void hold() {
        script = (event, queue) -> queue.add(event);
    }

    /** The next held event; waits for it. */
    public Pending take() throws InterruptedException {
        return pending.take();
    }
}
