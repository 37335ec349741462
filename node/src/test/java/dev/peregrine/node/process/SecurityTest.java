package dev.peregrine.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node as operators run it, with keys, its log at the finest level: what comes in from outside is
 * looked for in all that it writes.
 */
@Timeout(300)
class SecurityTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAN = "4111111111111111";
    private static final String GROUPED = "4111 1111-1111 1111";
    private static final String FORGED = "x\r\n2026-01-31T12:00:00.000 ERROR forged";
    private static final Pattern EVENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]{4,5} .*");

    /** Identifiers that others give out may be bare numbers. */
    private static final List<String> BARE_NUMBERS =
            List.of("event_id", "original_event_id", "merchant", "terminal");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path directory;
    private Path data;
    private Path configuration;
    private int runs;

    @BeforeEach
    void setUp() throws Exception {
        data = directory.resolve("data");
        configuration = directory.resolve("node.yaml");
        Path policy = directory.resolve("policy");
        Files.createDirectories(policy);
        for (String file : List.of("policy.yaml", "features.yaml")) {
            Files.copy(ROOT.resolve("policies/minimal").resolve(file), policy.resolve(file));
        }
        Files.writeString(
                policy.resolve("lists.yaml"),
                "lists:\n  - {name: blocked, purpose: block, match: exact, capacity: 100}\n");
        Files.writeString(
                policy.resolve("attributes.yaml"),
                "attributes:\n  - {id: 1, name: note, type: string}\n");
        configure("");
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                configuration,
                """
                data-dir: %1$s
                tenants: [{id: 1, name: acme, policy: %2$s/policy}]
                policies: {allow-unsigned: true}
                journal: {term-length: 1MiB, segment-length: 4MiB}
                identity: {capacity: 100000}
                http: {port: 0, keys-file: %2$s/keys.yaml}
                admin: {enabled: true, port: 0, keys-file: %2$s/keys.yaml}
                %3$s
                """
                        .formatted(data, directory, more));
    }

    @Test
    void shouldWriteNoCardNumberAndNoForgedLineAnywhere() throws Exception {
        String key = create("payments", "decide,report,read,metrics");
        String admin = create("ann", "admin");
        NodeProcess node = serve(List.of("-Dperegrine.log.level=TRACE"));
        int api = node.awaitReady().port();
        int adminPort = port(node, "admin: http://127\\.0\\.0\\.1:(\\d+)");
        Map<String, ObjectNode> bodies = bodies();
        bodies.forEach(
                (path, body) -> assertThat(post(api, key, path, body).statusCode()).isEqualTo(200));
        assertThat(
                        post(adminPort, admin, "/v1/lists/blocked/entries", entry("card-known"))
                                .statusCode())
                .isEqualTo(200);

        int refused = 0;
        for (Map.Entry<String, ObjectNode> endpoint : bodies.entrySet()) {
            for (String field : texts(endpoint.getValue(), "")) {
                List<String> hostile = new ArrayList<>(List.of(GROUPED, "no. " + GROUPED, FORGED));
                if (!BARE_NUMBERS.contains(field.substring(field.lastIndexOf('/') + 1))) {
                    hostile.add(PAN);
                }
                for (String text : hostile) {
                    ObjectNode body = endpoint.getValue().deepCopy();
                    set(body, field, text);
                    HttpResponse<String> response = post(api, key, endpoint.getKey(), body);
                    assertThat(response.statusCode())
                            .as(endpoint.getKey() + field + ": " + text)
                            .isEqualTo(400);
                    assertThat(response.body()).doesNotContain(PAN, GROUPED, "\r");
                    refused++;
                }
            }
            for (String text : List.of(PAN, GROUPED, FORGED)) {
                ObjectNode body = endpoint.getValue().deepCopy();
                body.put(text, text);
                assertThat(post(api, key, endpoint.getKey(), body).statusCode()).isEqualTo(400);
                for (String header :
                        List.of(
                                "Idempotency-Key",
                                "Peregrine-Tenant",
                                "Peregrine-Deadline-Ms",
                                "X-Api-Key",
                                "Content-Type",
                                "User-Agent")) {
                    if (!text.equals(FORGED)) {
                        send(
                                api,
                                key,
                                endpoint.getKey(),
                                endpoint.getValue()
                                        .toString()
                                        .replace("event_id\":\"", "event_id\":\"h-"),
                                header,
                                text.replace(' ', '-'));
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(150);
        for (String text : List.of(PAN, GROUPED, FORGED)) {
            for (String parameter :
                    List.of("card", "action", "from", "to", "cursor", "limit", "colour")) {
                assertThat(
                                get(api, key, "/v1/decisions?" + parameter + "=" + encoded(text))
                                        .statusCode())
                        .as(parameter + "=" + text)
                        .isEqualTo(400);
            }
            get(api, key, "/v1/decisions?event_id=" + encoded(text));
            get(api, key, "/v1/decisions?merchant=" + encoded(text));
            get(api, key, "/v1/decisions/" + encoded(text));
            get(api, key, "/" + encoded(text));
            get(api, text.equals(FORGED) ? "a.b.c" : "pk_" + text, "/v1/decisions");
            for (String path : List.of("entries", "entries/remove", "clear")) {
                for (String field : List.of("value", "reason", "expires")) {
                    ObjectNode body =
                            path.equals("clear") ? JSON.createObjectNode() : entry("card-1");
                    body.put(field, text);
                    assertThat(
                                    post(adminPort, admin, "/v1/lists/blocked/" + path, body)
                                            .statusCode())
                            .isEqualTo(400);
                }
            }
            assertThat(
                            post(
                                            adminPort,
                                            admin,
                                            "/v1/lists/" + encoded(text) + "/entries",
                                            entry("card-1"))
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(
                            post(
                                            adminPort,
                                            admin,
                                            "/v1/policies/rollback",
                                            JSON.createObjectNode().put("version", text))
                                    .statusCode())
                    .isEqualTo(400);
            get(adminPort, admin, "/v1/audit?after=" + encoded(text));
            for (String type : List.of("text/csv", "application/x-ndjson")) {
                String rows =
                        type.equals("text/csv")
                                ? "value,reason\ncard-2,\"" + text + "\"\n"
                                : entry("card-2").put("reason", text).toString();
                assertThat(
                                send(
                                                adminPort,
                                                admin,
                                                "/v1/lists/blocked/import",
                                                rows,
                                                "Content-Type",
                                                type)
                                        .statusCode())
                        .isEqualTo(400);
            }
        }
        awaitEvidence(api, key);
        JsonNode kept = JSON.readTree(get(api, key, "/v1/decisions?limit=200").body());
        assertThat(kept.get("decisions")).isNotEmpty();
        for (JsonNode decision : kept.get("decisions")) {
            String evidence =
                    get(api, key, "/v1/decisions/" + decision.get("decision_id").asText()).body();
            assertThat(evidence).contains("merchant-known").doesNotContain(PAN, GROUPED, "forged");
        }
        assertThat(node.terminate()).as(node.output()).isEqualTo(ExitCode.OK.code());

        assertThat(filesWith("card-known")).as("what is looked for is found").isNotEmpty();
        assertThat(filesWith("merchant-known")).anyMatch(file -> file.contains("archive"));
        for (String text : List.of(PAN, GROUPED, "4111-1111-1111-1111")) {
            assertThat(filesWith(text)).as(text).isEmpty();
        }
        assertThat(filesWith("ERROR forged")).isEmpty();
        assertThat(node.output()).contains(" DEBUG ").doesNotContain(key, admin, key.substring(16));
        assertThat(node.output().lines())
                .noneMatch(line -> line.contains("forged"))
                .allMatch(line -> EVENT.matcher(line).matches() || !line.contains("ERROR"));
    }

    @Test
    void shouldTurnARevokedKeyAwayFromARunningNode() throws Exception {
        String first = create("payments", "decide");
        NodeProcess node = serve(List.of());
        int api = node.awaitReady().port();
        assertThat(post(api, first, "/v1/decisions", bodies().get("/v1/decisions")).statusCode())
                .isEqualTo(200);
        assertThat(post(api, null, "/v1/decisions", bodies().get("/v1/decisions")).statusCode())
                .isEqualTo(401);
        String second = create("payments-next", "decide");

        NodeProcess revoked = command("keys", "revoke", first.substring(3, 15));

        assertThat(revoked.exitCode()).as(revoked.output()).isZero();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (post(api, first, "/v1/decisions", bodies().get("/v1/decisions")).statusCode()
                != 401) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(post(api, second, "/v1/decisions", bodies().get("/v1/decisions")).statusCode())
                .isEqualTo(200);
        assertThat(node.terminate()).isZero();
    }

    @Test
    void shouldRefuseToStartWhatIsNotSecure() throws Exception {
        create("payments", "decide");
        configure("allow-heap-dumps: false");
        assertRefused(
                List.of("-XX:+HeapDumpOnOutOfMemoryError"),
                "-XX:+HeapDumpOnOutOfMemoryError: a heap dump");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("http: {port: 0", "http: {host: 0.0.0.0, port: 0"));
        assertRefused(
                List.of(), "\"0.0.0.0\" can be reached by other machines, so it needs http.tls;");
        Files.writeString(
                configuration,
                Files.readString(configuration).replaceFirst(", keys-file: [^}]*", ""));
        assertRefused(List.of(), "so it needs http.tls, and http.keys-file or http.jwt;");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("host: 0.0.0.0", "host: 127.0.0.1")
                        .replaceFirst(", keys-file: [^}]*", ""));
        assertRefused(List.of(), "admin.enabled");
        assertThat(data).doesNotExist();
    }

    private void assertRefused(List<String> jvmOptions, String words) throws Exception {
        NodeProcess node = serve(jvmOptions).awaitEnd();
        assertThat(node.exitCode()).as(node.output()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.output()).startsWith("peregrine: ").contains(words).hasLineCount(1);
    }

    private NodeProcess serve(List<String> jvmOptions) {
        return NodeProcess.start(
                directory,
                runs++,
                jvmOptions,
                List.of("serve", "--config", configuration.toString()));
    }

    private NodeProcess command(String... words) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--config", configuration.toString()));
        return NodeProcess.run(directory, runs++, arguments);
    }

    private String create(String name, String scopes) throws InterruptedException {
        NodeProcess created = command("keys", "create", name, "--scope", scopes);
        assertThat(created.exitCode()).as(created.output()).isZero();
        List<String> lines = created.output().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private static int port(NodeProcess node, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(node.output());
        assertThat(matcher.find()).as(node.output()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static ObjectNode entry(String value) {
        return JSON.createObjectNode().put("value", value);
    }

    /** A body with every text for each endpoint that takes events. */
    private static Map<String, ObjectNode> bodies() throws IOException {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode payment =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"event_id":"pay-%2$s","event_time":"%1$s","amount_minor":4999,"currency":"EUR",
                                 "channel":"ecommerce","card":"card-tok-1","account":"acc-1",
                                 "merchant":"merchant-known","terminal":"t-1","device":"dev-7","email":"em-9",
                                 "email_domain":"example.com","ip":"192.0.2.17","merchant_category":"5411",
                                 "merchant_country":"DE","issuer_country":"FR","attributes":{"note":"plain"}}
                                """
                                        .formatted(now, System.nanoTime()));
        Map<String, ObjectNode> bodies = new TreeMap<>();
        bodies.put("/v1/decisions", payment);
        ObjectNode event = payment.deepCopy();
        event.put("event_id", "fill-" + System.nanoTime())
                .put("purpose", "back_fill")
                .put("action_taken", "approve");
        bodies.put("/v1/events", event);
        bodies.put(
                "/v1/outcomes",
                followUp(payment, "outcome_time", now)
                        .put("response_code", "05")
                        .put("avs_result", "Y")
                        .put("cvv_result", "M")
                        .put("three_ds_status", "Y")
                        .put("final_action", "decline"));
        bodies.put(
                "/v1/labels",
                followUp(payment, "label_time", now)
                        .put("kind", "fraud")
                        .put("source", "visa-10.4"));
        bodies.put("/v1/reversals", followUp(payment, "reversal_time", now).put("amount_minor", 1));
        return bodies;
    }

    private static ObjectNode followUp(ObjectNode payment, String time, String now) {
        ObjectNode body = JSON.createObjectNode();
        body.put("event_id", time + "-" + System.nanoTime()).put(time, now);
        body.set("original", payment.deepCopy());
        return body;
    }

    private static List<String> texts(JsonNode node, String path) {
        List<String> found = new ArrayList<>();
        node.properties()
                .forEach(
                        member -> {
                            String name = path + "/" + member.getKey();
                            if (member.getValue().isTextual()) {
                                found.add(name);
                            } else if (member.getValue().isObject()) {
                                found.addAll(texts(member.getValue(), name));
                            }
                        });
        return found;
    }

    private static void set(ObjectNode body, String pointer, String text) {
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, slash))).put(pointer.substring(slash + 1), text);
    }

    private HttpResponse<String> post(int port, String key, String path, JsonNode body) {
        return send(port, key, path, body.toString(), "Content-Type", "application/json");
    }

    private HttpResponse<String> send(
            int port, String key, String path, String body, String header, String value) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header(header, value)
                        .POST(BodyPublishers.ofString(body));
        if (!header.equals("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return exchange(request, key);
    }

    private HttpResponse<String> get(int port, String key, String path) {
        return exchange(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).GET(), key);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, String key) {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            encoded.append(
                    Character.isLetterOrDigit(b)
                            ? String.valueOf((char) b)
                            : "%%%02x".formatted(b));
        }
        return encoded.toString();
    }

    private void awaitEvidence(int port, String key) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!get(port, key, "/v1/decisions?merchant=merchant-known")
                .body()
                .contains("merchant-known")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /** Everything that the node wrote, its logs among it. */
    private List<String> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(UTF_8);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, wanted))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1)
                    .contains(new String(wanted, ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
