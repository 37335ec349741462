package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.evidence.EvidenceContext;
import dev.peregrine.gateway.evidence.EvidenceJournal;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.http.ApiDocument.Operation;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.protocol.codec.Action;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** API keys: who is let in, to what, for whom and how often. */
@Timeout(60)
class AccessApiTest {
    private static final String PAYMENT =
            "{\"event_id\":\"e-%s\",\"event_time\":\"2026-01-31T12:00:00Z\",\"amount_minor\":1,"
                    + "\"currency\":\"EUR\"}";

    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;
    private TestKeys keys;
    private EvidenceStore store;
    private EvidenceJournal journal;

    @BeforeEach
    void setUp() {
        store = EvidenceStore.open(new EvidenceContext().directory(directory.resolve("evidence")));
        journal = new EvidenceJournal(store);
        keys = new TestKeys(directory);
        http.engine.session(SessionState.open(Map.of("acme", 1, "other", 2)));
        http.context.evidence(store).access(new AccessContext().keysFile(Optional.of(keys.file)));
    }

    @AfterEach
    void tearDown() {
        http.close();
        store.close();
    }

    @Test
    void shouldTurnEveryOperationAwayWithoutAKeyButTheOpenOnes() throws Exception {
        keys.add(Set.of(1), Scope.DECIDE);
        http.start();
        ApiDocument document = new ApiDocument(http.get("/openapi.json").body());
        int closed = 0;
        for (Operation operation : document.operations()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                                    http.uri(
                                            operation
                                                    .path()
                                                    .replace("{id}", "1-1")
                                                    .replace("{tenant}", "acme")))
                            .method(
                                    operation.method().toUpperCase(Locale.ROOT),
                                    BodyPublishers.ofString("{}"));
            HttpResponse<String> response = http.send(request);
            JsonNode security = operation.spec().path("security");
            if (security.isArray() && security.isEmpty()) {
                assertThat(response.statusCode()).as(operation.toString()).isIn(200, 503);
            } else {
                closed++;
                assertDenied(response, "urn:peregrine:problem:unauthenticated");
                assertThat(operation.spec().get("responses").has("401"))
                        .as(operation.toString())
                        .isTrue();
            }
        }
        assertThat(closed).isGreaterThanOrEqualTo(7);
        assertDenied(http.get("/v1/decisions/1-1"), "urn:peregrine:problem:unauthenticated");
        assertDenied(http.get("/v1/decisions"), "urn:peregrine:problem:unauthenticated");
        assertDenied(http.get("/nothing-here"), "urn:peregrine:problem:unauthenticated");
    }

    @Test
    void shouldTakeAKeyEitherWayAndNothingLikeIt() throws Exception {
        String key = keys.add(Set.of(1), Scope.DECIDE);
        http.start();

        assertThat(pay("1", "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
        assertThat(pay("2", "Authorization", "bearer " + key).statusCode()).isEqualTo(200);
        assertThat(pay("3", "X-Api-Key", key).statusCode()).isEqualTo(200);
        String other = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
        for (String wrong : new String[] {other, key + "A", key.substring(1), "pk_", "", "a.b.c"}) {
            HttpResponse<String> response = pay("4", "Authorization", "Bearer " + wrong);
            assertDenied(response, "urn:peregrine:problem:unauthenticated");
            assertThat(response.body()).doesNotContain(key);
        }
        assertDenied(pay("5", "Authorization", "Basic dXNlcjpwdw=="), "unauthenticated");
        assertDenied(
                http.send(
                        http.request(PAYMENT.formatted("6"))
                                .header("Authorization", "Bearer " + key)
                                .header("X-Api-Key", key)),
                "unauthenticated");
    }

    @Test
    void shouldHoldAKeyToItsScopes() throws Exception {
        String decide = keys.add(Set.of(1), Scope.DECIDE);
        String report = keys.add(Set.of(1), Scope.REPORT);
        String read = keys.add(Set.of(1), Scope.READ);
        String metrics = keys.add(Set.of(1), Scope.METRICS);
        String admin = keys.add(Set.of(1), Scope.ADMIN);
        http.start();

        for (String key : new String[] {decide, report, read, metrics, admin}) {
            assertThat(status(key, "POST", "/v1/decisions", PAYMENT.formatted("d")))
                    .isEqualTo(key.equals(decide) ? 200 : 403);
            assertThat(status(key, "POST", "/v1/events", PAYMENT.formatted("r")))
                    .isEqualTo(key.equals(report) ? 200 : 403);
            assertThat(status(key, "GET", "/v1/decisions", ""))
                    .isEqualTo(key.equals(read) ? 200 : 403);
            assertThat(status(key, "GET", "/v1/decisions/1-1", ""))
                    .isEqualTo(key.equals(read) ? 404 : 403);
            assertThat(status(key, "GET", "/metrics", ""))
                    .isEqualTo(key.equals(metrics) ? 200 : 403);
        }
        HttpResponse<String> refused = send(read, "POST", "/v1/labels", "{}");
        assertThat(refused.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(
                        value ->
                                assertThat(value)
                                        .contains("insufficient_scope", "peregrine:report"));
        assertThat(refused.body()).contains("urn:peregrine:problem:forbidden", "scope report");
        String counted = send(metrics, "GET", "/metrics", "").body();
        assertThat(counted).contains("peregrine_gateway_denials_total{reason=\"scope\"}");
    }

    @Test
    void shouldShowATenantsKeyNothingOfAnother() throws Exception {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        String acme = keys.add(Set.of(1), Scope.DECIDE, Scope.READ);
        String other = keys.add(Set.of(2), Scope.DECIDE, Scope.READ);
        String both = keys.add(Set.of(1, 2), Scope.DECIDE, Scope.READ);
        http.start();
        String path = "/v1/decisions/3-" + sequence;

        assertThat(status(acme, "GET", path, "")).isEqualTo(200);
        HttpResponse<String> foreign = send(other, "GET", path, "");
        HttpResponse<String> unknown = send(other, "GET", "/v1/decisions/3-999", "");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(send(other, "GET", "/v1/decisions", "").body()).doesNotContain("pay-1");
        HttpResponse<String> named = as(other, "acme", path);
        assertThat(named.statusCode()).isEqualTo(403);
        assertThat(named.body()).isEqualTo(as(other, "nobody", path).body());
        assertThat(as(other, "1", path).statusCode()).isEqualTo(403);
        assertThat(as(both, "acme", path).statusCode()).isEqualTo(200);
        assertThat(as(both, "2", path).statusCode()).isEqualTo(404);
        assertThat(status(both, "GET", path, "")).isEqualTo(400);

        http.engine.hold();
        var answer =
                http.client.sendAsync(
                        http.request(PAYMENT.formatted("t"))
                                .header("Authorization", "Bearer " + other)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        var event = http.engine.take();
        assertThat(event.tenantId()).isEqualTo(2);
        event.answerIt();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        HttpResponse<String> posted =
                http.send(
                        http.request(PAYMENT.formatted("u"))
                                .header("Peregrine-Tenant", "acme")
                                .header("Authorization", "Bearer " + other));
        assertThat(posted.statusCode()).isEqualTo(403);
        assertThat(http.engine.held()).isZero();
    }

    @Test
    void shouldHeedKeysThatAreMadeRevokedAndEndWithoutARestart() throws Exception {
        String first = keys.add(Set.of(1), Scope.DECIDE);
        http.start();
        assertThat(status(first, "POST", "/v1/decisions", PAYMENT.formatted("1"))).isEqualTo(200);

        String second = keys.add(Set.of(1), Scope.DECIDE);
        await(second, 200);
        assertThat(status(first, "POST", "/v1/decisions", PAYMENT.formatted("2"))).isEqualTo(200);

        keys.revoke(first);
        await(first, 401);
        HttpResponse<String> revoked = send(first, "POST", "/v1/decisions", PAYMENT.formatted("3"));
        assertThat(revoked.body()).contains("the key was revoked");
        assertThat(status(second, "POST", "/v1/decisions", PAYMENT.formatted("4"))).isEqualTo(200);

        Files.writeString(keys.file, "keys: nonsense");
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(status(second, "POST", "/v1/decisions", PAYMENT.formatted("5"))).isEqualTo(200);
        assertThat(status(first, "POST", "/v1/decisions", PAYMENT.formatted("6"))).isEqualTo(401);

        String ended = keys.add(Set.of(1), Instant.now().minusSeconds(1), 0, 0, Scope.DECIDE);
        await(ended, 401);
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(send(ended, "POST", "/v1/decisions", PAYMENT.formatted("7")).body())
                .contains("has expired");
    }

    @Test
    void shouldKeepEachKeyToItsRate() throws Exception {
        String slow = keys.add(Set.of(1), null, 1, 3, Scope.DECIDE);
        String free = keys.add(Set.of(1), Scope.DECIDE);
        http.start();
        for (int i = 0; i < 3; i++) {
            assertThat(status(slow, "POST", "/v1/decisions", PAYMENT.formatted(i))).isEqualTo(200);
        }

        HttpResponse<String> refused = send(slow, "POST", "/v1/decisions", PAYMENT.formatted("x"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.headers().firstValue("ratelimit")).contains("\"key\";r=0;t=1");
        assertThat(refused.body())
                .contains("urn:peregrine:problem:rate-limited", "1 requests a second");
        for (int i = 0; i < 20; i++) {
            assertThat(status(free, "POST", "/v1/decisions", PAYMENT.formatted("f" + i)))
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldCountTheLinesOfABatchAgainstTheRateAndSlowItDown() throws Exception {
        String key = keys.add(Set.of(1), null, 20, 2, Scope.DECIDE);
        http.start();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            lines.append(PAYMENT.formatted(i)).append('\n');
        }
        long start = System.nanoTime();

        HttpResponse<String> response = batch(key, lines.toString(), 2_000);

        assertThat(response.body().lines()).hasSize(11).allMatch(l -> l.contains("\"action\""));
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
        assertThat(batch(key, lines.toString(), 1).body()).contains("rate-limited");
    }

    @Test
    void shouldAnswerNoFurtherLineOfABatchWhoseKeyIsRevoked() throws Exception {
        String key = keys.add(Set.of(1), null, 2, 2, Scope.DECIDE);
        http.start();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            lines.append(PAYMENT.formatted(i)).append('\n');
        }
        var answer =
                http.client.sendAsync(
                        http.request(
                                        "/v1/decisions/batch",
                                        "application/x-ndjson",
                                        lines.toString().getBytes(StandardCharsets.UTF_8))
                                .header("Authorization", "Bearer " + key)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        TimeUnit.MILLISECONDS.sleep(500);
        keys.revoke(key);

        assertThat(answer.get().body().lines())
                .hasSize(12)
                .first()
                .matches(l -> l.contains("\"action\""));
        assertThat(answer.get().body().lines().skip(11))
                .allMatch(l -> l.contains("unauthenticated"));
    }

    private void await(String key, int status) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (status(key, "POST", "/v1/decisions", PAYMENT.formatted("w")) != status) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private HttpResponse<String> pay(String id, String header, String value) throws Exception {
        return http.send(http.request(PAYMENT.formatted(id)).header(header, value));
    }

    private HttpResponse<String> batch(String key, String lines, int deadlineMs) throws Exception {
        return http.send(
                http.request(
                                "/v1/decisions/batch",
                                "application/x-ndjson",
                                lines.getBytes(StandardCharsets.UTF_8))
                        .header("Authorization", "Bearer " + key)
                        .header("Peregrine-Deadline-Ms", Integer.toString(deadlineMs)));
    }

    private HttpResponse<String> as(String key, String tenant, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(http.uri(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Peregrine-Tenant", tenant)
                        .GET());
    }

    private int status(String key, String method, String path, String body) throws Exception {
        return send(key, method, path, body).statusCode();
    }

    private HttpResponse<String> send(String key, String method, String path, String body)
            throws Exception {
        return http.send(
                HttpRequest.newBuilder(http.uri(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    private static void assertDenied(HttpResponse<String> response, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(response.headers().firstValue("www-authenticate"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("Bearer realm=\"peregrine\""));
        assertThat(response.body()).contains(type).doesNotContain("Exception", "dev.peregrine");
    }
}
