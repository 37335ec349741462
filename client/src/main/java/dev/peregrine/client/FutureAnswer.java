package dev.peregrine.client;

import dev.peregrine.client.ClientException.Category;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Turns the answer to an event into a future. */
final class FutureAnswer implements AnswerHandler {
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final CompletableFuture<Ack> ack = new CompletableFuture<>();
    private final CompletableFuture<StateHash> stateHash = new CompletableFuture<>();
    private final long timeoutNs;

    FutureAnswer(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    CompletableFuture<Decision> decision() {
        return decision;
    }

    CompletableFuture<Ack> ack() {
        return ack;
    }

    CompletableFuture<StateHash> stateHash() {
        return stateHash;
    }

    @Override
    public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        decision.complete(Decision.of(envelope, body));
        fail(otherAnswer("a decision"));
    }

    @Override
    public void onAck(EventAckDecoder decoder) {
        ack.complete(Ack.of(decoder));
        fail(otherAnswer("an acknowledgement"));
    }

    @Override
    public void onStateHash(StateHashReplyDecoder decoder) {
        stateHash.complete(StateHash.of(decoder));
        fail(otherAnswer("a state hash"));
    }

    @Override
    public void onRejected(EventRejectedDecoder rejected) {
        var code = rejected.code();
        String field = rejected.field();
        String value = rejected.value();
        fail(new EventRejectedException(code, field, value, rejected.detail()));
    }

    @Override
    public void onTimeout() {
        fail(
                new ClientException(
                        Category.TIMEOUT,
                        "no answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms"));
    }

    /** Fails what is not complete. */
    void fail(RuntimeException error) {
        decision.completeExceptionally(error);
        ack.completeExceptionally(error);
        stateHash.completeExceptionally(error);
    }

    private static IllegalStateException otherAnswer(String came) {
        return new IllegalStateException("the event was answered with " + came);
    }
}
