package dev.peregrine.node.runtime;

import static dev.peregrine.node.runtime.SecuredNode.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists, policies and the audit log of a running node, over the admin port. */
@Timeout(300)
class AdminPortTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTRIES = "/v1/lists/blocked_cards/entries";

    @TempDir private Path directory;
    private SecuredNode node;
    private String admin;
    private String other;
    private String payer;

    @BeforeEach
    void setUp() throws Exception {
        node = new SecuredNode(directory);
        admin = node.key("ann", "admin", "acme");
        other = node.key("olaf", "admin", "other");
        payer = node.key("shop", "decide", "acme");
        node.start();
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @Test
    void shouldChangeListsAndShowThem() throws Exception {
        assertThat(decide("1")).isEqualTo("approve");

        JsonNode put =
                ok(
                        node.admin(
                                admin,
                                ENTRIES,
                                "{\"value\":\"card-1\",\"reason\":\"stolen\",\"expires\":\"2099-01-31T00:00:00Z\"}"));
        assertThat(put.get("sequence").asLong()).isPositive();
        assertThat(decide("2")).isEqualTo("decline");
        JsonNode entries = ok(node.admin(admin, ENTRIES));
        assertThat(entries.get("size").asInt()).isEqualTo(1);
        assertThat(entries.at("/entries/0/value").asText()).isEqualTo("card-1");
        assertThat(entries.at("/entries/0/expires").asText()).isEqualTo("2099-01-31T00:00:00Z");
        assertThat(entries.at("/entries/0/reason").asText())
                .matches("stolen \\(by [a-z2-7]{12}\\)");
        assertThat(ok(node.admin(other, ENTRIES)).get("size").asInt()).isZero();

        ok(node.admin(admin, ENTRIES + "/remove", "{\"value\":\"card-1\"}"));
        assertThat(decide("3")).isEqualTo("approve");

        StringBuilder csv = new StringBuilder("value,reason\n");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            csv.append("card-").append(i).append(",csv\n");
            lines.append("{\"value\":\"card-x-").append(i).append("\"}\n");
        }
        String imported = "/v1/lists/blocked_cards/import";
        assertThat(
                        ok(node.admin(admin, imported, "text/csv", csv.toString().getBytes(UTF_8)))
                                .get("entries")
                                .asInt())
                .isEqualTo(600);
        assertThat(decide("4")).isEqualTo("decline");
        ok(node.admin(admin, imported, "application/x-ndjson", lines.toString().getBytes(UTF_8)));
        JsonNode page = ok(node.admin(admin, ENTRIES + "?limit=2&after=card-599"));
        assertThat(page.get("size").asInt()).isEqualTo(1_200);
        assertThat(page.get("entries").findValuesAsText("value"))
                .hasSize(2)
                .first()
                .isEqualTo("card-6");
        ok(
                node.admin(
                        admin,
                        imported + "?replace=true",
                        "application/x-ndjson",
                        "{\"value\":\"card-1\"}".getBytes(UTF_8)));
        assertThat(ok(node.admin(admin, ENTRIES)).get("size").asInt()).isEqualTo(1);
        ok(node.admin(admin, "/v1/lists/blocked_cards/clear", "{\"reason\":\"done\"}"));
        assertThat(decide("5")).isEqualTo("approve");

        JsonNode lists = ok(node.admin(admin, "/v1/lists"));
        assertThat(lists.findValuesAsText("name")).containsExactly("blocked_cards", "hosting");
        assertThat(lists.findValuesAsText("match")).containsExactly("exact", "cidr");
        assertThat(actions(admin))
                .containsSubsequence(
                        "list.put",
                        "list.remove",
                        "list.import",
                        "list.import",
                        "list.import",
                        "list.clear");
        JsonNode first = find(admin, "list.put");
        assertThat(first.get("actor").asText()).isEqualTo(admin.substring(3, 15));
        assertThat(first.at("/details/list").asText()).isEqualTo("blocked_cards");
        assertThat(first.at("/details/tenant").asText()).isEqualTo("1");
        assertThat(actions(other)).doesNotContain("list.put");
        assertThat(node.run("audit", "--config", node.configuration.toString()))
                .contains("list.put", admin.substring(3, 15));
        assertThat(
                        node.run(
                                "lists",
                                "add",
                                "hosting",
                                "192.0.2.0/24",
                                "--tenant",
                                "acme",
                                "--config",
                                node.configuration.toString()))
                .as("the command's door")
                .isEqualTo("hosting: 1 entry put\n");
    }

    @Test
    void shouldTellWhatItDoesNotTake() throws Exception {
        refused(
                node.admin(admin, "/v1/lists/nothing/entries", "{\"value\":\"x\"}"),
                404,
                "not-found");
        refused(node.admin(admin, ENTRIES, "{\"value\":\"x\",\"vaule\":1}"), 400, "vaule");
        refused(
                node.admin(admin, ENTRIES, "{\"value\":\"x\",\"value\":\"y\"}"),
                400,
                "malformed-json");
        refused(node.admin(admin, ENTRIES, "{}"), 400, "is missing");
        refused(
                node.admin(admin, ENTRIES, "{\"value\":\"x\",\"expires\":\"soon\"}"),
                400,
                "expires");
        refused(
                node.admin(
                        admin, ENTRIES, "{\"value\":\"x\",\"expires\":\"2001-01-31T00:00:00Z\"}"),
                422,
                "has passed");
        refused(
                node.admin(admin, ENTRIES, "{\"value\":\"x\",\"reason\":\"a\\r\\nb\"}"),
                400,
                "control characters");
        refused(
                node.admin(admin, "/v1/lists/hosting/entries", "{\"value\":\"192.0.2.1/24\"}"),
                422,
                "no IP network");
        refused(
                node.admin(admin, ENTRIES, "text/plain", "{}".getBytes(UTF_8)),
                415,
                "application/json");
        refused(node.admin(admin, ENTRIES, "[1]"), 400, "malformed-json");
        refused(
                node.admin(admin, ENTRIES, "application/json", new byte[20_000]),
                413,
                "body-too-large");
        refused(node.admin(admin, ENTRIES + "?limit=many"), 400, "limit");
        String imported = "/v1/lists/hosting/import";
        refused(
                node.admin(
                        admin,
                        imported,
                        "text/csv",
                        "value\n192.0.2.0/24\n192.0.2.0/33\n".getBytes(UTF_8)),
                400,
                "line 3");
        refused(
                node.admin(
                        admin,
                        imported,
                        "application/x-ndjson",
                        "{\"value\":\"192.0.2.0/24\"}\n{\"value\":1}\n".getBytes(UTF_8)),
                400,
                "line 2");
        assertThat(ok(node.admin(admin, "/v1/lists/hosting/entries")).get("size").asInt()).isZero();
        for (String number : new String[] {"4111111111111111", "no. 4111 1111-1111 1111 12/29"}) {
            for (String list : new String[] {"blocked_cards", "hosting"}) {
                String path = "/v1/lists/" + list;
                for (HttpResponse<String> response :
                        List.of(
                                node.admin(
                                        admin, path + "/entries", "{\"value\":\"" + number + "\"}"),
                                node.admin(
                                        admin,
                                        path + "/entries",
                                        "{\"value\":\"192.0.2.0/24\",\"reason\":\""
                                                + number
                                                + "\"}"),
                                node.admin(
                                        admin,
                                        path + "/entries/remove",
                                        "{\"value\":\"" + number + "\"}"),
                                node.admin(
                                        admin, path + "/clear", "{\"reason\":\"" + number + "\"}"),
                                node.admin(
                                        admin,
                                        path + "/import",
                                        "text/csv",
                                        ("value,reason\n" + number + ",\n").getBytes(UTF_8)),
                                node.admin(
                                        admin,
                                        path + "/import",
                                        "text/csv",
                                        ("value,reason\n192.0.2.0/24," + number + "\n")
                                                .getBytes(UTF_8)),
                                node.admin(
                                        admin,
                                        path + "/import",
                                        "application/x-ndjson",
                                        ("{\"value\":\"" + number + "\"}").getBytes(UTF_8)))) {
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
                    assertThat(response.body()).doesNotContain(number);
                }
            }
        }
        assertThat(ok(node.admin(admin, "/v1/lists/hosting/entries")).get("size").asInt()).isZero();
        String audit = Files.readString(node.data.resolve("audit.log"));
        assertThat(audit).contains("looks like a card number");
        assertThat(audit.replaceAll("\"(time|actor|hash|previous)\":\"[^\"]*\"", ""))
                .doesNotContain("4111");
    }

    @Test
    void shouldLetNobodyInWithoutTheScopeAndTheTenant() throws Exception {
        assertThat(node.admin(null, "/v1/lists").statusCode()).isEqualTo(401);
        assertThat(node.admin(payer, "/v1/lists").statusCode()).isEqualTo(403);
        assertThat(node.admin(payer, "/v1/audit").statusCode()).isEqualTo(403);
        assertThat(node.admin(payer, "/nothing").statusCode()).isEqualTo(403);
        assertThat(node.admin(admin, "/nothing").statusCode()).isEqualTo(404);
        assertThat(node.api(admin, "/v1/decisions", payment("a")).statusCode()).isEqualTo(403);
        assertThat(node.admin(null, "/health/live").statusCode()).isEqualTo(200);
        JsonNode document = JSON.readTree(node.admin(null, "/openapi.json").body());
        int closed = 0;
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                String url = path.getKey().replace("{list}", "blocked_cards");
                boolean isPost = method.getKey().equals("post");
                HttpResponse<String> response =
                        isPost ? node.admin(null, url, "{}") : node.admin(null, url);
                boolean open = method.getValue().has("security");
                assertThat(response.statusCode()).as(url).isEqualTo(open ? 200 : 401);
                if (!open) {
                    closed++;
                    assertThat(
                                    isPost
                                            ? node.admin(payer, url, "{}").statusCode()
                                            : node.admin(payer, url).statusCode())
                            .isEqualTo(403);
                    HttpResponse<String> known =
                            isPost ? node.admin(admin, url, "{}") : node.admin(admin, url);
                    String what = method.getKey().toUpperCase(Locale.ROOT) + url;
                    assertThat(known.statusCode()).as(what).isNotIn(401, 403, 404, 405, 500);
                    JsonNode told =
                            method.getValue()
                                    .get("responses")
                                    .get(Integer.toString(known.statusCode()));
                    assertThat(told).as(what + known.statusCode()).isNotNull();
                    required(document, told)
                            .forEach(
                                    name ->
                                            assertThat(known.body())
                                                    .as(what)
                                                    .contains('"' + name + "\":"));
                }
            }
        }
        assertThat(closed).isEqualTo(12);
        node.run(
                "keys",
                "revoke",
                admin.substring(3, 15),
                "--config",
                node.configuration.toString());
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (node.admin(admin, "/v1/lists").statusCode() != 401) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(node.run("keys", "list", "--config", node.configuration.toString()))
                .contains("ann", "revoked", "valid")
                .doesNotContain(admin, payer);
        while (!node.run("audit", "--config", node.configuration.toString())
                .contains("key.revoked")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(node.run("audit", "--config", node.configuration.toString()))
                .contains("key=" + admin.substring(3, 15));
    }

    @Test
    void shouldActivateAndTakeBackPolicies() throws Exception {
        Path second = node.bundle(2, 100);
        refused(
                node.admin(admin, "/v1/policies/activate", "application/zip", zip(second)),
                422,
                "bundle.sig");
        assertThat(node.data.resolve("bundles").toFile().list())
                .as("nothing is kept of it")
                .hasSize(1);
        node.sign(second);
        JsonNode diff = ok(node.admin(admin, "/v1/policies/diff", "application/zip", zip(second)));
        assertThat(diff.at("/items/0/item").asText()).isNotEmpty();
        assertThat(diff.get("feature_state").asText()).isEqualTo("kept");
        assertThat(diff.toString()).contains("tx.amount_minor > 100");

        assertThat(decide("1")).isEqualTo("approve");
        JsonNode done =
                ok(node.admin(admin, "/v1/policies/activate", "application/zip", zip(second)));
        assertThat(done.get("message").asText()).contains("version 2 is active from sequence");
        assertThat(decide("2")).isEqualTo("challenge");
        refused(
                node.admin(admin, "/v1/policies/activate", "application/zip", zip(second)),
                422,
                "is not above 2");
        ok(node.admin(admin, "/v1/policies/rollback", "{}"));
        assertThat(decide("3")).isEqualTo("approve");
        refused(node.admin(admin, "/v1/policies/rollback", "{\"version\":9}"), 422, "never active");
        refused(node.admin(admin, "/v1/policies/rollback", "{\"version\":-1}"), 400, "version");

        JsonNode policies = ok(node.admin(admin, "/v1/policies"));
        assertThat(policies.get("activations").findValuesAsText("version"))
                .containsExactly("1", "2", "1");
        assertThat(policies.at("/activations/1/by").asText()).isEqualTo(admin.substring(3, 15));
        assertThat(
                        ok(node.admin(other, "/v1/policies"))
                                .get("activations")
                                .findValuesAsText("version"))
                .containsExactly("1");
        assertThat(actions(admin)).contains("policy.activate");
        assertThat(ok(node.admin(admin, "/v1/audit")).findValuesAsText("outcome"))
                .contains("done", "refused");
    }

    @Test
    void shouldRefuseWhatIsNoBundle() throws Exception {
        String path = "/v1/policies/activate";
        refused(
                node.admin(admin, path, "application/zip", "no zip".getBytes(UTF_8)),
                422,
                "no zip file");
        refused(node.admin(admin, path, "application/zip", entry("../../evil.yaml")), 422, "name");
        refused(node.admin(admin, path, "application/zip", entry("/etc/passwd")), 422, "name");
        refused(
                node.admin(admin, path, "application/zip", entry("a\r\nERROR forged")),
                422,
                "name");
        refused(
                node.admin(admin, path, "application/zip", entry("policy.yaml")),
                422,
                "features.yaml");
        refused(
                node.admin(admin, "/v1/policies/diff", "application/zip", entry("policy.yaml")),
                422,
                "features.yaml");
        refused(
                node.admin(admin, path, "application/json", "{}".getBytes(UTF_8)),
                415,
                "application/zip");
        assertThat(node.admin(admin, path, "application/zip", entry("policy.yaml")).body())
                .doesNotContain("/tmp", "peregrine-upload", directory.toString());
    }

    /** Members that an answer has to have. */
    private static List<String> required(JsonNode document, JsonNode answer) {
        JsonNode content = resolve(document, answer).get("content").elements().next();
        List<String> names = new ArrayList<>();
        resolve(document, content.get("schema"))
                .get("required")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    private static JsonNode resolve(JsonNode document, JsonNode part) {
        return part.has("$ref") ? document.at(part.get("$ref").asText().substring(1)) : part;
    }

    private static byte[] entry(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("name: x\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private String decide(String id) throws Exception {
        return ok(node.api(payer, "/v1/decisions", payment(id))).get("action").asText();
    }

    private static String payment(String id) {
        return """
               {"event_id":"%s","event_time":"%s","amount_minor":1234,"currency":"EUR","card":"card-1",
                "merchant":"merchant-1","channel":"ecommerce"}
               """
                .formatted(id, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private List<String> actions(String key) throws Exception {
        return ok(node.admin(key, "/v1/audit")).get("entries").findValuesAsText("action");
    }

    private JsonNode find(String key, String action) throws Exception {
        for (JsonNode entry : ok(node.admin(key, "/v1/audit")).get("entries")) {
            if (entry.get("action").asText().equals(action)) {
                return entry;
            }
        }
        throw new AssertionError(action);
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static void refused(HttpResponse<String> response, int status, String words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(words).doesNotContain("Exception", "dev.peregrine");
    }
}
