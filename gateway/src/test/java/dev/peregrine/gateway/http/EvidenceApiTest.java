package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.evidence.EvidenceContext;
import dev.peregrine.gateway.evidence.EvidenceJournal;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EvidenceApiTest {
    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;
    private EvidenceStore store;
    private EvidenceJournal journal;

    @BeforeEach
    void setUp() {
        store = EvidenceStore.open(new EvidenceContext().directory(directory));
        journal = new EvidenceJournal(store);
        http.context.evidence(store);
        http.engine.session(SessionState.open(Map.of("acme", 1, "other", 2)));
        http.context.defaultTenant("acme");
    }

    @AfterEach
    void tearDown() {
        http.close();
        store.close();
    }

    @Test
    void shouldShowADecisionAndWhatHappenedLater() throws Exception {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.REVIEW);
        journal.retry(1, "pay-1", "card-1", "shop-1");
        journal.outcome("pay-1");
        journal.chargeback("pay-1", null);
        journal.chargeback("pay-1", RejectCode.UNKNOWN_TARGET);
        journal.reverse("pay-1");
        journal.commit();
        http.start();

        HttpResponse<String> response = http.get("/v1/decisions/3-" + sequence);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        JsonNode evidence = json(response);
        assertThat(evidence.get("decision_id").asText()).isEqualTo("3-" + sequence);
        assertThat(evidence.get("event_id").asText()).isEqualTo("pay-1");
        assertThat(evidence.get("action").asText()).isEqualTo("review");
        assertThat(evidence.get("score").asInt()).isEqualTo(640);
        assertThat(evidence.get("kind").asText()).isEqualTo("decision");
        assertThat(evidence.get("ingress_time").asText()).startsWith("2025-06-15T");
        assertThat(evidence.get("journal_position").asLong()).isEqualTo(256 * sequence);
        assertThat(evidence.at("/event/card").asText()).isEqualTo("card-1");
        assertThat(evidence.at("/event/amount_minor").asLong()).isEqualTo(4_999);
        assertThat(evidence.at("/event/currency").asText()).isEqualTo("EUR");
        assertThat(evidence.get("features").toString())
                .isEqualTo("{\"#0\":2,\"#1\":null,\"#2\":0.1}");
        assertThat(evidence.get("rules_fired").toString()).isEqualTo("[\"#0\",\"#2\"]");
        assertThat(evidence.get("rules_shadow_fired").toString()).isEqualTo("[\"#8\"]");
        JsonNode history = evidence.get("history");
        assertThat(history.findValuesAsText("kind"))
                .containsExactly("retry", "outcome", "label", "label", "reversal");
        assertThat(history.get(1).get("response_code").asText()).isEqualTo("05");
        assertThat(history.get(1).get("final_action").asText()).isEqualTo("decline");
        assertThat(history.get(2).get("label").asText()).isEqualTo("chargeback");
        assertThat(history.get(2).has("refused")).isFalse();
        assertThat(history.get(3).get("refused").asText()).isEqualTo("unknown_target");
        assertThat(history.get(4).get("amount_minor").asLong()).isEqualTo(250);
        assertThat(document().mismatches(evidence, "/v1/decisions/{id}", "get")).isEmpty();
    }

    @Test
    void shouldListThePagesNewestFirst() throws Exception {
        for (int i = 0; i < 5; i++) {
            journal.decide(1, "pay-" + i, "card-1", "shop-" + i % 2, Action.APPROVE);
        }
        journal.commit();
        http.start();

        JsonNode first = json(http.get("/v1/decisions?card=card-1&limit=3"));
        JsonNode second =
                json(
                        http.get(
                                "/v1/decisions?card=card-1&limit=3&cursor="
                                        + first.get("next_cursor").asText()));
        JsonNode one = json(http.get("/v1/decisions?event_id=pay-3"));
        JsonNode shop = json(http.get("/v1/decisions?merchant=shop-1&action=approve"));

        assertThat(first.findValuesAsText("event_id")).containsExactly("pay-4", "pay-3", "pay-2");
        assertThat(second.findValuesAsText("event_id")).containsExactly("pay-1", "pay-0");
        assertThat(second.has("next_cursor")).isFalse();
        assertThat(one.findValuesAsText("event_id")).containsExactly("pay-3");
        assertThat(shop.findValuesAsText("event_id")).containsExactly("pay-3", "pay-1");
        assertThat(first.at("/decisions/0/amount_minor").asLong()).isEqualTo(4_999);
        assertThat(first.at("/decisions/0/merchant").asText()).isEqualTo("shop-0");
        assertThat(document().mismatches(first, "/v1/decisions", "get")).isEmpty();
    }

    @Test
    void shouldDocumentEveryParameterThatItTakes() throws Exception {
        journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        http.start();
        Map<String, String> examples =
                Map.of(
                        "from", "2020-01-01T00:00:00Z",
                        "to", "2030-01-01T00:00:00Z",
                        "limit", "7",
                        "action", "approve");
        JsonNode parameters = document().root().at("/paths/~1v1~1decisions/get/parameters");

        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("query") && !name.equals("cursor")) {
                String query = name + "=" + examples.getOrDefault(name, "x");
                assertThat(http.get("/v1/decisions?" + query).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldShowWhatAStandInHadAnswered() throws Exception {
        long decided = journal.decide(1, "pay-1", "card-1", "shop-1", Action.REVIEW);
        long told = journal.backFill(1, "pay-1", "card-1", Action.APPROVE);
        long undecided = journal.backFill(1, "pay-2", "card-1", Action.DECLINE);
        long history = journal.backFill(1, "pay-3", "card-1");
        journal.commit();
        http.start();

        JsonNode superseded = json(http.get("/v1/decisions/3-" + decided));
        JsonNode standIn = json(http.get("/v1/decisions/3-" + undecided));

        assertThat(superseded.at("/superseded_stand_in/action").asText()).isEqualTo("approve");
        assertThat(superseded.at("/history/0/id").asText()).isEqualTo("3-" + told);
        assertThat(superseded.at("/history/0/kind").asText()).isEqualTo("back_fill");
        assertThat(superseded.at("/history/0/action_taken").asText()).isEqualTo("approve");
        assertThat(standIn.get("kind").asText()).isEqualTo("back_fill");
        assertThat(standIn.at("/event/action_taken").asText()).isEqualTo("decline");
        assertThat(standIn.has("superseded_stand_in")).isFalse();
        assertThat(json(http.get("/v1/decisions/3-" + history)).at("/event/action_taken"))
                .isEmpty();
        JsonNode found = json(http.get("/v1/decisions?event_id=pay-2")).at("/decisions/0");
        assertThat(found.get("decision_id").asText()).isEqualTo("3-" + undecided);
        assertThat(found.get("kind").asText()).isEqualTo("back_fill");
        assertThat(found.get("action_taken").asText()).isEqualTo("decline");
    }

    @Test
    void shouldShowATenantNothingOfAnother() throws Exception {
        long sequence = journal.decide(1, "pay-1", "card-1", "shop-1", Action.APPROVE);
        journal.commit();
        http.start();

        assertThat(as("other", "/v1/decisions/3-" + sequence).statusCode()).isEqualTo(404);
        assertThat(json(as("other", "/v1/decisions")).get("decisions")).isEmpty();
        assertThat(json(as("other", "/v1/decisions?event_id=pay-1")).get("decisions")).isEmpty();
        assertThat(as("stranger", "/v1/decisions/3-" + sequence).statusCode()).isEqualTo(403);
        assertThat(as("acme", "/v1/decisions/3-" + sequence).statusCode()).isEqualTo(200);
        assertThat(as("acme", "/v1/decisions/3-" + sequence).body())
                .isEqualTo(http.get("/v1/decisions/3-" + sequence).body());
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() throws Exception {
        http.start();

        assertThat(http.get("/v1/decisions/none").statusCode()).isEqualTo(404);
        assertThat(http.get("/v1/decisions/3-99").statusCode()).isEqualTo(404);
        assertThat(http.get("/v1/decisions/99999999999999999999-1").statusCode()).isEqualTo(404);
        assertThat(http.raw("GET /v1/decisions?card=%zz HTTP/1.0\r\n\r\n")).contains(" 400 ");
        assertProblem("limit=0", "limit");
        assertProblem("limit=many", "limit");
        assertProblem("action=allow", "action");
        assertProblem("from=yesterday", "from");
        assertProblem("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to");
        assertProblem("cursor=nonsense", "cursor");
        assertProblem("card=a&card=b", "card");
        assertProblem("card=", "card");
        assertProblem("card=a%0d%0ab", "card");
        assertProblem("colour=red", "colour");
        assertProblem("event_id=a&limit=1", "event_id");
        assertProblem("card=" + "x".repeat(65), "card");
        String cardNumber = "4111111111111111";
        assertThat(assertProblem("card=" + cardNumber, "card")).doesNotContain(cardNumber);
    }

    @Test
    void shouldSayThatThereIsNoEvidence() throws Exception {
        http.context.evidence(null);
        http.start();

        assertThat(http.get("/v1/decisions").statusCode()).isEqualTo(404);
        assertThat(http.get("/v1/decisions/3-1").body()).contains("keeps no evidence");
    }

    @Test
    void shouldAnswerWhenTheStoreIsGone() throws Exception {
        http.start();
        store.close();

        HttpResponse<String> response = http.get("/v1/decisions/3-1");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain(directory.toString());
        store = EvidenceStore.open(new EvidenceContext().directory(directory));
    }

    private String assertProblem(String query, String field) throws Exception {
        HttpResponse<String> response = http.get("/v1/decisions?" + query);
        assertThat(response.statusCode()).as(query).isEqualTo(400);
        assertThat(json(response).at("/errors/0/field").asText()).as(query).isEqualTo(field);
        return response.body();
    }

    private HttpResponse<String> as(String tenant, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(http.uri(path)).header("Peregrine-Tenant", tenant).GET());
    }

    private ApiDocument document() throws Exception {
        return new ApiDocument(http.get("/openapi.json").body());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }
}
