package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.gateway.http.ApiDocument.Operation;
import dev.peregrine.gateway.http.ApiDocument.Schema;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the OpenAPI document and the running endpoints together, whichever of them changes. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiContractTest {
    private static final String PAN = "4111111111111111";
    private static final String GROUPED_PAN = "4111 1111-1111 1111";

    private final HttpFixture http = new HttpFixture();
    private ApiDocument document;

    @BeforeAll
    void start() throws Exception {
        http.context.formats(Webhooks.formats());
        http.start();
        document = new ApiDocument(http.get("/openapi.json").body());
    }

    @AfterAll
    void stop() {
        http.close();
    }

    Stream<Operation> posts() {
        return document.posts();
    }

    Stream<Operation> singlePosts() {
        return document.posts().filter(operation -> !operation.isBatch());
    }

    @Test
    void shouldServeEveryOperationAndNoOther() throws Exception {
        assertThat(document.root().get("openapi").asText()).isEqualTo("3.1.0");
        for (Operation operation : document.operations()) {
            if (operation.isEvidence()) {
                HttpResponse<String> answer = http.get(path(operation));
                assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(404);
                assertThat(answer.body())
                        .containsPattern("this gateway (keeps no evidence|knows no challengers)");
            } else if (operation.request() == null) {
                assertThat(http.get(operation.path()).statusCode())
                        .as(operation.toString())
                        .isEqualTo(200);
            } else {
                boolean isListed = operation.path().equals("/v1/decisions");
                assertThat(http.get(path(operation)).statusCode()).isEqualTo(isListed ? 404 : 405);
            }
            HttpResponse<String> put =
                    http.send(
                            HttpRequest.newBuilder(http.uri(path(operation)))
                                    .PUT(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(put.statusCode()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @MethodSource("posts")
    void shouldTakeTheDocumentsExamples(Operation operation) throws Exception {
        ObjectNode full = document.example(operation.request());

        HttpResponse<String> response = post(operation, full.toString());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode schema =
                document.resolve(operation.spec().at("/responses/200"))
                        .get("content")
                        .elements()
                        .next()
                        .get("schema");
        JsonNode first = schema.has("anyOf") ? schema.get("anyOf").get(0) : schema;
        JsonNode answer = ApiDocument.MAPPER.readTree(response.body());
        assertThat(document.mismatches(answer, first, "")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("singlePosts")
    void shouldTakeWhatIsRequiredAndNoLess(Operation operation) throws Exception {
        ObjectNode least = document.example(operation.request());
        least.retain(operation.request().required());
        least.put("event_id", "least-1");
        if (operation.request().names().contains("original")) {
            Schema original = document.schema(operation.request().properties().get("original"));
            least.set("original", document.example(original).retain(original.required()));
        }
        assertThat(post(operation, least.toString()).statusCode()).isEqualTo(200);

        for (String name : fields(least, "")) {
            ObjectNode without = least.deepCopy();
            parent(without, name).remove(lastOf(name));

            assertRefused(post(operation, without.toString()), name);
        }
    }

    @ParameterizedTest
    @MethodSource("singlePosts")
    void shouldHoldEveryFieldToItsSchema(Operation operation) throws Exception {
        ObjectNode full = document.example(operation.request());
        for (String name : fields(full, "")) {
            JsonNode schema = schemaOf(operation, name);
            for (JsonNode value : Mutants.valid(schema)) {
                ObjectNode body = full.deepCopy();
                parent(body, name).set(lastOf(name), value);
                if (value.isNull() && name.endsWith("itude")) {
                    parent(body, name).remove(List.of("latitude", "longitude"));
                }
                if (value.isNull() && lastOf(name).equals("event_id")) {
                    continue;
                }

                HttpResponse<String> response = post(operation, body.toString());

                assertThat(response.statusCode())
                        .as(name + "=" + value + ": " + response.body())
                        .isEqualTo(200);
            }
            for (JsonNode value : Mutants.invalid(schema)) {
                ObjectNode body = full.deepCopy();
                parent(body, name).set(lastOf(name), value);

                assertRefused(post(operation, body.toString()), name);
            }
        }
        assertThat(http.engine.malformed()).isZero();
    }

    @ParameterizedTest
    @MethodSource("singlePosts")
    void shouldRefuseUnknownAndRepeatedFieldsByName(Operation operation) throws Exception {
        ObjectNode full = document.example(operation.request());
        List<String> parents = new ArrayList<>(List.of("zzz"));
        if (full.has("original")) {
            parents.add("original.zzz");
        }
        for (String name : parents) {
            ObjectNode body = full.deepCopy();
            parent(body, name).put("zzz", 1);
            assertRefused(post(operation, body.toString()), name);
        }
        for (String name : full.properties().stream().map(e -> e.getKey()).toList()) {
            String twice =
                    "{\"" + name + "\":" + full.get(name) + "," + full.toString().substring(1);
            assertRefused(post(operation, twice), name);
        }
    }

    @ParameterizedTest
    @MethodSource("singlePosts")
    void shouldTakeNoCardNumberAndRepeatNone(Operation operation) throws Exception {
        ObjectNode full = document.example(operation.request());
        for (String name : fields(full, "")) {
            JsonNode schema = schemaOf(operation, name);
            String rule = schema.path("x-card-numbers").asText();
            for (String pan : List.of(PAN, GROUPED_PAN, "no. " + GROUPED_PAN + " 12/29")) {
                ObjectNode body = full.deepCopy();
                parent(body, name).put(lastOf(name), pan);

                HttpResponse<String> response = post(operation, body.toString());

                if (rule.equals("refused-grouped") && pan.equals(PAN)) {
                    assertThat(response.statusCode()).isEqualTo(200);
                } else {
                    assertRefused(response, name);
                    assertThat(response.body()).doesNotContain(PAN, GROUPED_PAN);
                }
            }
            ObjectNode body = full.deepCopy();
            parent(body, name).put(PAN, "x");
            assertThat(post(operation, body.toString()).body()).doesNotContain(PAN);
        }
        for (String malformed :
                List.of("{\"a\":" + PAN + "x}", "{" + PAN + "}", PAN, "{\"a\":x" + PAN + "}")) {
            HttpResponse<String> response = post(operation, malformed);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).doesNotContain(PAN);
        }
    }

    @ParameterizedTest
    @MethodSource("posts")
    void shouldSurviveHostileBodies(Operation operation) throws Exception {
        String valid = document.example(operation.request()).toString();
        byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
        List<byte[]> bodies = new ArrayList<>();
        for (String text :
                List.of(
                        "",
                        " ",
                        "null",
                        "[]",
                        "[[]]",
                        "\"text\"",
                        "{",
                        "{}",
                        "}",
                        "{\"a\":\u0000}",
                        valid + valid,
                        valid.replace(":", ":["),
                        "{\"a\":" + "[".repeat(8_000),
                        "{\"a\":".repeat(2_000),
                        "{\"card\":\"" + "x".repeat(8_000) + "\"}",
                        "{\"amount_minor\":" + "9".repeat(5_000) + "}",
                        "{\"" + "n".repeat(5_000) + "\":1}",
                        "{\"card\":\"" + "x".repeat(20_000) + "\"}")) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add(valid.getBytes(StandardCharsets.UTF_16));
        bodies.add(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'});
        for (int at = 1; at < bytes.length; at += 37) {
            byte[] broken = bytes.clone();
            broken[at] = (byte) 0xC0;
            bodies.add(broken);
            bodies.add(Arrays.copyOf(bytes, at));
        }
        for (byte[] body : bodies) {
            HttpResponse<String> response =
                    http.send(http.request(operation.path(), operation.contentType(), body));

            if (operation.isBatch() && response.statusCode() == 200) {
                assertThat(response.body().lines())
                        .allSatisfy(line -> assertThat(line).contains("\"line\":"));
            } else {
                assertThat(response.statusCode()).as(response.body()).isBetween(400, 415);
                assertThat(response.headers().firstValue("content-type"))
                        .contains("application/problem+json");
            }
        }
        assertThat(post(operation, valid).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> post(Operation operation, String body) throws Exception {
        return http.send(
                http.request(
                        operation.path(),
                        operation.contentType(),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String path(Operation operation) {
        return operation.path().replace("{id}", "1-1").replace("{tenant}", Webhooks.TENANT);
    }

    private JsonNode schemaOf(Operation operation, String path) {
        Schema schema = operation.request();
        String name = path;
        if (path.startsWith("original.")) {
            schema = document.schema(schema.properties().get("original"));
            name = lastOf(path);
        }
        return document.resolve(schema.properties().get(name));
    }

    private static List<String> fields(JsonNode body, String prefix) {
        List<String> names = new ArrayList<>();
        body.properties()
                .forEach(
                        member -> {
                            names.add(prefix + member.getKey());
                            if (member.getKey().equals("original")) {
                                names.addAll(fields(member.getValue(), "original."));
                            }
                        });
        return names;
    }

    private static ObjectNode parent(ObjectNode body, String path) {
        return path.startsWith("original.") ? (ObjectNode) body.get("original") : body;
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static void assertRefused(HttpResponse<String> response, String field) {
        assertThat(response.statusCode()).as(field + ": " + response.body()).isEqualTo(400);
        assertThat(response.body())
                .contains("urn:peregrine:problem:invalid-field")
                .contains("{\"field\":\"" + field + "\"");
    }
}
