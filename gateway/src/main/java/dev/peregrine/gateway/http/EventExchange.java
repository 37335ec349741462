package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.RejectedExecutionException;

/**
 * One request and its answer. Lives on its event loop; the engine's answer arrives on the client's
 * thread, is copied there and handed over. Answers once, whatever happens.
 */
final class DecisionExchange implements EngineClient.Answer {
    /** What is read of a body that is too large before its connection is closed. */
    private static final int MAX_DISCARDED = 1024 * 1024;

    private final DecisionHandler handler;
    private final HttpServerRequest request;
    private final long startNs = System.nanoTime();
    private RequestBody content = new RequestBody(GatewayContext.MAX_BODY_LENGTH);
    private int discarded;
    private boolean answered;

    DecisionExchange(DecisionHandler handler, HttpServerRequest request) {
        this.handler = handler;
        this.request = request;
    }

    HttpServerRequest request() {
        return request;
    }

    /** Receives the body, then submits it. */
    void receive() {
        request.handler(this::onBody);
        request.endHandler(ignored -> onBodyEnd());
        request.exceptionHandler(ignored -> onConnectionLost());
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && isTooLong(declared)) {
            refuseBody();
        }
    }

    @Override
    public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        Decision decision = Decision.copyOf(envelope, body);
        handOver(() -> answer(decision));
    }

    @Override
    public void onRejected(RejectCode code, String field, String value, String detail) {
        handler.metrics().onRejection(code);
        Problem problem = Rejections.problem(code, field, value, detail);
        handOver(() -> fail(problem));
    }

    @Override
    public void onTimeout() {
        Problem problem =
                Problem.of(
                        ProblemType.TIMEOUT,
                        "the engine did not answer in time; the payment may have been counted, so"
                                + " ask again under the same event id");
        handOver(() -> fail(problem));
    }

    /** Answers with a problem. On the event loop only. */
    void fail(Problem problem) {
        if (claim()) {
            Answers.problem(request.response(), problem, handler.metrics())
                    .onComplete(ignored -> leave());
        }
    }

    private void answer(Decision decision) {
        if (claim()) {
            Buffer buffer = handler.write(decision);
            Future<Void> sent = Answers.send(request.response(), Answers.JSON, buffer);
            sent.onComplete(ignored -> leave());
        }
    }

    /** To the event loop; in vain when the gateway has been closed, with all its connections. */
    private void handOver(Runnable answer) {
        try {
            handler.eventLoop().runOnContext(ignored -> answer.run());
        } catch (RejectedExecutionException e) {
            handler.metrics().onAnswerLost();
        }
    }

    private void onBody(Buffer part) {
        if (answered) {
            discarded += part.length();
            if (discarded > MAX_DISCARDED) {
                request.connection().close();
            }
        } else if (!content.append(part)) {
            refuseBody();
        }
    }

    private void onBodyEnd() {
        if (!answered) {
            RequestBody complete = content;
            content = null;
            handler.submit(this, complete);
        }
    }

    private void onConnectionLost() {
        if (content != null && claim()) {
            leave();
        }
    }

    private void refuseBody() {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.endHandler(ignored -> request.connection().close());
        fail(
                Problem.of(
                        ProblemType.BODY_TOO_LARGE,
                        "the body must have at most " + GatewayContext.MAX_BODY_LENGTH + " bytes"));
    }

    /** The server has checked that the header is a number. */
    private static boolean isTooLong(String contentLength) {
        return Long.parseLong(contentLength) > GatewayContext.MAX_BODY_LENGTH;
    }

    private boolean claim() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    private void leave() {
        handler.metrics().onDuration(System.nanoTime() - startNs);
        handler.gate().leave();
    }
}
