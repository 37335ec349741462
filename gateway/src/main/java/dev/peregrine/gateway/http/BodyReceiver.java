package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Receives a whole body up to a limit and hands it on, or answers that it is too large or too late.
 * On its event loop.
 */
final class BodyReceiver {
    private final HttpServerRequest request;
    private final ConnectionGuard guard;
    private final int maxLength;
    private final Consumer<RequestBody> complete;
    private final RequestBody content;
    private boolean done;

    private BodyReceiver(
            HttpServerRequest request,
            ConnectionGuard guard,
            int maxLength,
            Consumer<RequestBody> complete) {
        this.request = request;
        this.guard = guard;
        this.maxLength = maxLength;
        this.complete = complete;
        this.content = new RequestBody(maxLength);
    }

    /** Begins to receive; {@code complete} is called once, or never. */
    static void receive(
            HttpServerRequest request,
            ConnectionGuard guard,
            int maxLength,
            Consumer<RequestBody> complete) {
        BodyReceiver receiver = new BodyReceiver(request, guard, maxLength, complete);
        request.handler(receiver::onPart);
        request.endHandler(ignored -> receiver.onEnd());
        request.exceptionHandler(ignored -> receiver.done = true);
        guard.awaitBody(
                request,
                () ->
                        receiver.refuse(
                                ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time"));
    }

    private void onPart(Buffer part) {
        if (!done && !content.append(part)) {
            refuse(
                    ProblemType.BODY_TOO_LARGE,
                    "the body must have at most " + maxLength + " bytes");
        }
    }

    private void onEnd() {
        guard.bodyArrived(request);
        if (!done) {
            done = true;
            complete.accept(content);
        }
    }

    private void refuse(ProblemType type, String detail) {
        if (done) {
            request.connection().close();
            return;
        }
        done = true;
        guard.answerLast(request, Problem.of(type, detail));
    }
}
