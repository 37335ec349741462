package dev.peregrine.gateway.http;

import dev.peregrine.gateway.AdminException;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.JsonTree;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what requests of the admin port want, on worker threads, and answers. A bounded number is
 * under way at once. Called on the event loop.
 */
final class AdminWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(AdminWorkers.class);
    private static final int MAX_UNDER_WAY = 16;
    private static final int MAX_LARGE = 2;
    private static final int ANSWER_CAPACITY = 1024;

    private final RequestGate all = new RequestGate(MAX_UNDER_WAY);
    private final RequestGate large = new RequestGate(MAX_LARGE);

    /** Lets a request with a large body in until it is answered, or answers that it has to wait. */
    boolean admitLarge(RoutingContext routing) {
        if (!large.tryEnter()) {
            busy(routing);
            return false;
        }
        routing.addEndHandler(ignored -> large.leave());
        return true;
    }

    /**
     * Runs an operation and answers with what it gives.
     *
     * @param operation blocks
     */
    void run(RoutingContext routing, Callable<Map<String, Object>> operation) {
        if (!all.tryEnter()) {
            busy(routing);
            return;
        }
        routing.vertx()
                .executeBlocking(operation, false)
                .onComplete(
                        done -> {
                            all.leave();
                            if (done.succeeded()) {
                                answer(routing.response(), done.result());
                            } else {
                                Answers.problem(routing.response(), problem(done.cause()));
                            }
                        });
    }

    private static void answer(HttpServerResponse response, Map<String, Object> tree) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        JsonTree.write(tree, out);
        Answers.send(response, Answers.JSON, out.buffer());
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof AdminException refused) {
            return refused.problem();
        }
        if (failure instanceof InvalidRequestException invalid) {
            return invalid.problem();
        }
        if (LOG.isErrorEnabled()) {
            LOG.error("an admin request failed: {}", Failures.describe(failure));
        }
        return Problem.of(ProblemType.INTERNAL_ERROR, ProblemType.INTERNAL_ERROR.title());
    }

    private static void busy(RoutingContext routing) {
        Answers.problem(
                routing.response(),
                Problem.of(ProblemType.OVERLOADED, "too many requests are under way"));
    }
}
