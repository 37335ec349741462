package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds {@code docs/http-api.md} to what the gateway does. */
@Timeout(30)
class HttpApiDocTest {
    private String page;

    @BeforeEach
    void read() throws IOException {
        Path root = Path.of(System.getProperty("peregrine.root", ".."));
        page = Files.readString(root.resolve("docs/http-api.md"));
    }

    @Test
    void shouldNameEveryFieldChannelAndProblem() {
        assertThat(RequestField.names(EnumSet.allOf(RequestField.class)))
                .allSatisfy(name -> assertThat(page).contains(code(name)));
        assertThat(FollowUpField.names(EnumSet.allOf(FollowUpField.class)))
                .allSatisfy(name -> assertThat(page).contains(code(name)));
        assertThat(Names.LABELS.names()).allSatisfy(name -> assertThat(page).contains(code(name)));
        assertThat(Names.CHANNELS.names())
                .allSatisfy(name -> assertThat(page).contains(code(name)));
        for (ProblemType type : ProblemType.values()) {
            String slug = type.uri().substring("urn:peregrine:problem:".length());
            String row = "| " + type.status() + " | " + code(slug) + (type.isPassing() ? " *" : "");
            if (type != ProblemType.INTERNAL_ERROR) {
                assertThat(page).contains(row + " |");
            }
        }
    }

    @Test
    void shouldShowARequestThatIsTaken() throws InvalidRequestException {
        String body =
                between(page, "-d '{\n  \"event_id\"", "}'")
                        .replaceFirst("'\"\\$\\(date[^)]*\\)\"'", "2026-01-31T12:00:00Z");

        assertThat(Requests.read("{\"event_id\"" + body + "}", null, Requests.event()))
                .isPositive();
    }

    @Test
    void shouldShowTheProblemThatTheExampleGives() {
        String body =
                "{\"event_id\":\"pay-0003\"" + between(page, "{\"event_id\":\"pay-0003\"", "'");
        Problem problem =
                catchThrowableOfType(
                                InvalidRequestException.class,
                                () -> Requests.read(body, null, Requests.event()))
                        .problem();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DecisionJson.writeProblem(problem, out);

        String shown = between(page, "{\n  \"type\"", "```");

        assertThat("{\"type\"" + shown.replaceAll("\\s", ""))
                .isEqualTo(out.toString(StandardCharsets.UTF_8).replaceAll("\\s", ""));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
