package dev.peregrine.gateway;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.EventValidator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine that answers as a test tells it, on the submitting thread or whenever the test likes.
 */
public final class ScriptedEngine implements EngineClient {
    /** An event without its answer. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Pending(
            int tenantId, String eventId, byte[] event, long timeoutNs, Answer answer) {
        /** Answers as an engine does: decides, or acknowledges what wants no decision. */
        public void answerIt() {
            if (wantsDecision()) {
                decide();
            } else {
                answer.onAck(DecisionReplies.ack(4711));
            }
        }

        /** Whether it is a payment that wants a decision. */
        boolean wantsDecision() {
            MessageHeaderDecoder header = new MessageHeaderDecoder();
            UnsafeBuffer buffer = new UnsafeBuffer(event);
            header.wrap(buffer, 0);
            return header.templateId() == TransactionDecoder.TEMPLATE_ID
                    && new TransactionDecoder().wrapAndApplyHeader(buffer, 0, header).purpose()
                            == Purpose.AUTHORISATION;
        }

        /** Answers with a decision. */
        public void decide() {
            decide(Action.CHALLENGE);
        }

        /** Answers with a decision. */
        public void decide(Action action) {
            DecisionReplies.Reply reply = DecisionReplies.decision(eventId, action);
            answer.onDecision(reply.envelope(), reply.body());
        }
    }

    private final BlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger malformed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile SessionState session = SessionState.open(Map.of("acme", 1));
    private volatile BiConsumer<Pending, BlockingQueue<Pending>> script =
            (event, queue) -> event.answerIt();
    private volatile AttributeDictionary attributes = AttributeDictionary.EMPTY;
    private volatile LongConsumer onSubmit = timeoutNs -> {};
    private volatile boolean full;

    @Override
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
        if (full) {
            refused.incrementAndGet();
            return false;
        }
        onSubmit.accept(timeoutNs);
        EventValidator validator = new EventValidator();
        if (validator.validate(event, offset, length) != null) {
            malformed.incrementAndGet();
        }
        byte[] copy = new byte[length];
        event.getBytes(offset, copy);
        boolean isPayment = validator.templateId() == TransactionDecoder.TEMPLATE_ID;
        String eventId = isPayment ? eventId(event, offset) : "";
        script.accept(new Pending(validator.tenantId(), eventId, copy, timeoutNs, answer), pending);
        return true;
    }

    private static String eventId(DirectBuffer event, int offset) {
        TransactionDecoder transaction = new TransactionDecoder();
        transaction.wrapAndApplyHeader(event, offset, new MessageHeaderDecoder());
        transaction.attributes().forEachRemaining(attribute -> attribute.sbeSkip());
        return transaction.eventId();
    }

    @Override
    public AttributeDictionary attributes(int tenantId) {
        return attributes;
    }

    /** What tenants declare from now on. */
    public void attributes(AttributeDictionary value) {
        attributes = value;
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

    /** Is told the time that each event has, in nanoseconds. */
    public void onSubmit(LongConsumer value) {
        onSubmit = value;
    }

    /** Events for which there was no room. */
    public int refused() {
        return refused.get();
    }

    /** Events held and not taken. */
    public int held() {
        return pending.size();
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

    /**
     * Answers nothing, but says so when the time is over; keeps payments that have seconds left.
     */
    public void silent() {
        script =
                (event, queue) -> {
                    long secondNs = TimeUnit.SECONDS.toNanos(1);
                    if (event.wantsDecision() && event.timeoutNs() > secondNs) {
                        queue.add(event);
                    } else {
                        long delayNs = Math.min(event.timeoutNs(), secondNs / 20);
                        CompletableFuture.delayedExecutor(delayNs, TimeUnit.NANOSECONDS)
                                .execute(() -> event.answer().onTimeout());
                    }
                };
    }

    /** The next held event; waits for it. */
    public Pending take() throws InterruptedException {
        return pending.take();
    }
}
