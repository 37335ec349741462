package dev.peregrine.gateway.http;

import dev.peregrine.gateway.AdminOperations;
import dev.peregrine.gateway.AdminOperations.Call;
import dev.peregrine.gateway.AdminOperations.Entry;
import dev.peregrine.gateway.AdminOperations.EntryFormat;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.AdminFields;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the requests of the admin port. On its event loop; what they want is done elsewhere. */
final class AdminRequests {
    private static final int SMALL_BODY = 16 * 1024;
    private static final int LARGE_BODY = 32 * 1024 * 1024;
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;
    private static final String JSON = "application/json";
    private static final String ZIP = "application/zip";
    private static final Map<String, EntryFormat> ENTRY_FORMATS =
            Map.of(
                    "text/csv", EntryFormat.CSV,
                    "application/x-ndjson", EntryFormat.NDJSON,
                    "application/ndjson", EntryFormat.NDJSON);

    private final AdminOperations operations;
    private final AdminWorkers workers;
    private final ConnectionGuard guard;

    AdminRequests(AdminOperations operations, AdminWorkers workers, ConnectionGuard guard) {
        this.operations = operations;
        this.workers = workers;
        this.guard = guard;
    }

    void lists(RoutingContext routing) {
        with(routing, call -> workers.run(routing, () -> operations.lists(call)));
    }

    void entries(RoutingContext routing) {
        with(
                routing,
                call -> {
                    String after = routing.queryParams().get("after");
                    int limit = number(routing, "limit", DEFAULT_LIMIT, MAX_LIMIT);
                    workers.run(
                            routing,
                            () ->
                                    operations.entries(
                                            call,
                                            list(routing),
                                            after == null ? "" : after,
                                            limit));
                });
    }

    void put(RoutingContext routing) {
        withFields(
                routing,
                List.of("value", "expires", "reason"),
                (call, fields) ->
                        operations.put(
                                call,
                                list(routing),
                                new Entry(
                                        fields.required("value"),
                                        fields.text("expires"),
                                        fields.text("reason"))));
    }

    void remove(RoutingContext routing) {
        withFields(
                routing,
                List.of("value", "reason"),
                (call, fields) ->
                        operations.remove(
                                call,
                                list(routing),
                                new Entry(fields.required("value"), "", fields.text("reason"))));
    }

    void clear(RoutingContext routing) {
        withFields(
                routing,
                List.of("reason"),
                (call, fields) -> operations.clear(call, list(routing), fields.text("reason")));
    }

    void importEntries(RoutingContext routing) {
        EntryFormat format = ENTRY_FORMATS.get(mediaType(routing.request()));
        if (format == null) {
            unsupported(routing, "text/csv or application/x-ndjson");
            return;
        }
        boolean replace = flag(routing, "replace");
        withBody(
                routing,
                (call, body) ->
                        operations.importEntries(call, list(routing), format, body, replace));
    }

    void policies(RoutingContext routing) {
        with(routing, call -> workers.run(routing, () -> operations.policies(call)));
    }

    void activate(RoutingContext routing) {
        boolean rollback = flag(routing, "rollback");
        withZip(routing, (call, zip) -> operations.activate(call, zip, rollback));
    }

    void diff(RoutingContext routing) {
        withZip(routing, operations::diff);
    }

    void rollback(RoutingContext routing) {
        withFields(
                routing,
                List.of("version"),
                (call, fields) -> operations.rollback(call, fields.number("version")));
    }

    void drifts(RoutingContext routing) {
        with(routing, call -> workers.run(routing, () -> operations.drifts(call)));
    }

    /** Needs no tenant: shows what concerns those of the caller. */
    void audit(RoutingContext routing) {
        Caller caller = Caller.of(routing, "");
        SessionState tenants = SessionState.open(operations.tenants());
        try {
            int after = number(routing, "after", 0, Integer.MAX_VALUE);
            int limit = number(routing, "limit", DEFAULT_LIMIT, MAX_LIMIT);
            workers.run(
                    routing,
                    () ->
                            operations.audit(
                                    id -> caller.principal().tenants().allows(id, tenants),
                                    after,
                                    limit));
        } catch (InvalidRequestException e) {
            Answers.problem(routing.response(), e.problem());
        }
    }

    /** What is done with a call. */
    private interface Use {
        void with(Call call) throws InvalidRequestException;
    }

    /** What is done with a small body. Blocks. */
    private interface FieldsUse {
        Map<String, Object> with(Call call, AdminFields fields) throws InvalidRequestException;
    }

    /** What is done with a large body. Blocks. */
    private interface BodyUse {
        Map<String, Object> with(Call call, byte[] body);
    }

    private void with(RoutingContext routing, Use use) {
        Caller caller = Caller.of(routing, "");
        OptionalInt tenant = caller.tenant(SessionState.open(operations.tenants()));
        if (tenant.isEmpty()) {
            Answers.problem(routing.response(), caller.noTenant());
            return;
        }
        try {
            use.with(new Call(caller.principal().id(), tenant.getAsInt()));
        } catch (InvalidRequestException e) {
            Answers.problem(routing.response(), e.problem());
        }
    }

    private void withFields(RoutingContext routing, List<String> known, FieldsUse use) {
        if (!mediaType(routing.request()).equals(JSON)) {
            unsupported(routing, JSON);
            return;
        }
        with(
                routing,
                call ->
                        BodyReceiver.receive(
                                routing.request(),
                                guard,
                                SMALL_BODY,
                                body ->
                                        workers.run(
                                                routing,
                                                () ->
                                                        use.with(
                                                                call,
                                                                AdminFields.read(
                                                                        body.bytes(),
                                                                        body.length(),
                                                                        known)))));
    }

    private void withZip(RoutingContext routing, BodyUse use) {
        if (mediaType(routing.request()).equals(ZIP)) {
            withBody(routing, use);
        } else {
            unsupported(routing, ZIP);
        }
    }

    private void withBody(RoutingContext routing, BodyUse use) {
        with(
                routing,
                call -> {
                    if (workers.admitLarge(routing)) {
                        BodyReceiver.receive(
                                routing.request(),
                                guard,
                                LARGE_BODY,
                                body -> {
                                    byte[] bytes = Arrays.copyOf(body.bytes(), body.length());
                                    workers.run(routing, () -> use.with(call, bytes));
                                });
                    }
                });
    }

    private static String list(RoutingContext routing) {
        return routing.pathParam("list");
    }

    private static boolean flag(RoutingContext routing, String name) {
        return "true".equals(routing.queryParams().get(name));
    }

    private static int number(RoutingContext routing, String name, int none, int greatest)
            throws InvalidRequestException {
        return AdminFields.parameter(name, routing.queryParams().get(name), none, greatest);
    }

    private static String mediaType(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static void unsupported(RoutingContext routing, String wanted) {
        Answers.problem(
                routing.response(),
                Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + wanted));
    }
}
