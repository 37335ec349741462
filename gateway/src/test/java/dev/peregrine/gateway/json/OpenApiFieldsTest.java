package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document names every field that the parser knows, and every status that a problem has. */
class OpenApiFieldsTest {
    private JsonNode document;

    @BeforeEach
    void read() throws Exception {
        try (InputStream in =
                getClass().getResourceAsStream("/dev/peregrine/gateway/http/openapi.json")) {
            document = new ObjectMapper().readTree(in);
        }
    }

    @Test
    void shouldNameEveryFieldOfAPayment() {
        assertThat(properties("DecisionRequest"))
                .containsExactlyInAnyOrderElementsOf(RequestField.names(RequestField.PAYMENT));
        assertThat(properties("OriginalPayment"))
                .containsExactlyInAnyOrderElementsOf(RequestField.names(RequestField.PAYMENT));
        assertThat(properties("BackFillRequest"))
                .containsExactlyInAnyOrderElementsOf(RequestField.names(RequestField.BACK_FILL));
    }

    @Test
    void shouldNameEveryFieldOfAFollowUp() {
        FieldErrors errors = new FieldErrors();
        TextReader texts = new TextReader(errors);
        shouldName("OutcomeRequest", new OutcomeFields(errors, texts));
        shouldName("LabelRequest", new LabelFields(errors, texts));
        shouldName("ReversalRequest", new ReversalFields(errors, texts));
    }

    @Test
    void shouldNameEveryStatusOfAProblem() {
        Set<String> statuses = new LinkedHashSet<>(List.of("404", "405", "414", "431", "500"));
        document.get("paths")
                .forEach(
                        path ->
                                path.forEach(
                                        operation ->
                                                operation
                                                        .get("responses")
                                                        .fieldNames()
                                                        .forEachRemaining(statuses::add)));
        for (ProblemType type : ProblemType.values()) {
            assertThat(statuses).contains(Integer.toString(type.status()));
        }
    }

    private void shouldName(String schema, FollowUpEvent event) {
        assertThat(properties(schema))
                .containsExactlyInAnyOrderElementsOf(FollowUpField.names(event.known()));
    }

    private List<String> properties(String name) {
        List<String> names = new ArrayList<>();
        collect(document.at("/components/schemas/" + name), names);
        return names;
    }

    private void collect(JsonNode part, List<String> names) {
        JsonNode schema =
                part.has("$ref") ? document.at(part.get("$ref").asText().substring(1)) : part;
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.path("allOf").forEach(piece -> collect(piece, names));
    }
}
