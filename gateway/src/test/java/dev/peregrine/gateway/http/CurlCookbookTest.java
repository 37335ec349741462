package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs every command of {@code docs/http-api.md} as it stands there. */
@Timeout(120)
class CurlCookbookTest {
    private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String TELL_STATUS =
            "set -o pipefail; curl() { command curl -w '\\n%{http_code}' \"$@\"; }\n";

    private final HttpFixture http = new HttpFixture();

    /** What only a node that keeps evidence answers. */
    private static final Pattern EVIDENCE = Pattern.compile("/v1/decisions(\\?|/\\d)");

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldRunEveryCommand() throws Exception {
        assumeThat(run("command -v curl")).isNotEmpty();
        http.start();
        Path root = Path.of(System.getProperty("peregrine.root", ".."));
        Matcher commands = COMMAND.matcher(Files.readString(root.resolve("docs/http-api.md")));
        int count = 0;
        while (commands.find()) {
            String command = commands.group(1).replace("localhost:8080", "127.0.0.1:" + http.port);
            if (EVIDENCE.matcher(command).find()) {
                continue;
            }
            boolean showsAMistake = command.contains("amout_minor");

            String answer = run(TELL_STATUS + command);

            assertThat(answer).as(command).endsWith(showsAMistake ? "\n400" : "\n200");
            if (command.contains("/batch")) {
                assertThat(answer)
                        .contains("\"event_id\":\"b-1\"", "\"line\":2", "must be an integer");
            }
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(8);
        assertThat(http.engine.malformed()).isZero();
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
