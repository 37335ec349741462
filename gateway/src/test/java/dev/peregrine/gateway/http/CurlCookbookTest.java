package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.peregrine.gateway.evidence.EvidenceContext;
import dev.peregrine.gateway.evidence.EvidenceJournal;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.protocol.codec.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of {@code docs/http-api.md} as it stands there. */
@Timeout(120)
class CurlCookbookTest {
    private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String TELL_STATUS =
            "set -o pipefail; curl() { command curl -w '\\n%{http_code}' \"$@\"; }\n";

    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;
    private EvidenceStore store;

    @BeforeEach
    void start() {
        store = EvidenceStore.open(new EvidenceContext().directory(directory));
        http.context
                .evidence(store)
                .formats(Webhooks.formats())
                .originalSource(
                        (tenant, eventId) ->
                                CompletableFuture.completedStage(
                                        Optional.of(Payment.bytes(eventId))));
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
        store.close();
    }

    @Test
    void shouldRunEveryCommand() throws Exception {
        assumeThat(run("command -v curl")).isNotEmpty();
        EvidenceJournal journal =
                new EvidenceJournal(store)
                        .at(Instant.parse("2026-02-01T00:00:00Z").getEpochSecond() * 1_000_000_000);
        long sequence = journal.decide(1, "pay-7", "card-tok-1", "shop-1", Action.DECLINE);
        journal.commit();
        Path root = Path.of(System.getProperty("peregrine.root", ".."));
        Matcher commands = COMMAND.matcher(Files.readString(root.resolve("docs/http-api.md")));
        int count = 0;
        while (commands.find()) {
            String command =
                    commands.group(1)
                            .replace("localhost:8080", "127.0.0.1:" + http.port)
                            .replace("/v1/decisions/1-10", "/v1/decisions/3-" + sequence);
            boolean showsAMistake = command.contains("amout_minor");

            String answer = run(TELL_STATUS + command);

            assertThat(answer).as(command).endsWith(showsAMistake ? "\n400" : "\n200");
            if (command.contains("/v1/decisions/3-") || command.contains("/v1/decisions?")) {
                assertThat(answer).contains("\"event_id\":\"pay-7\"");
            }
            if (command.contains("/batch")) {
                assertThat(answer)
                        .contains("\"event_id\":\"b-1\"", "\"line\":2", "must be an integer");
            }
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(10);
        assertThat(http.engine.malformed()).isZero();
    }

    @Test
    void shouldRunEveryCommandOfTheFormats() throws Exception {
        assumeThat(run("command -v curl")).isNotEmpty();
        Path root = Path.of(System.getProperty("peregrine.root", ".."));
        Matcher commands = COMMAND.matcher(Files.readString(root.resolve("docs/formats.md")));
        List<String> answers = new ArrayList<>();
        while (commands.find()) {
            String command =
                    commands.group(1)
                            .replace("localhost:8080", "127.0.0.1:" + http.port)
                            .replace("/adyen/shop", "/adyen/" + Webhooks.TENANT);
            answers.add(run(TELL_STATUS + command));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).endsWith("\n200"));
        assertThat(answers.get(0)).contains("\"transStatus\":\"C\"");
        assertThat(answers.get(1)).contains("<TxSts>PDNG</TxSts>");
        assertThat(answers.get(2)).contains("[accepted]");
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
