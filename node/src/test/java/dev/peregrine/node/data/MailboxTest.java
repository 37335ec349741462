package dev.peregrine.node.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class MailboxTest {
    @TempDir private Path directory;

    @Test
    void shouldCarryARequestAndItsAnswer() throws Exception {
        Mailbox mailbox = DataDirectory.mailbox(directory);
        CompletableFuture<Optional<Map<String, String>>> answer =
                CompletableFuture.supplyAsync(
                        () -> mailbox.ask(Map.of("verb", "a=b\r\nc"), Duration.ofSeconds(20)));
        List<Mailbox.Request> requests = List.of();
        while (requests.isEmpty()) {
            requests = mailbox.requests();
        }
        assertThat(requests.get(0).find("verb")).contains("a=b\r\nc");

        mailbox.answer(requests.get(0), Map.of("outcome", "done"));

        assertThat(answer.get()).contains(Map.of("outcome", "done"));
        assertThat(mailbox.requests()).isEmpty();
    }

    @Test
    void shouldNotTakeARequestThatIsBeingWritten() throws Exception {
        Mailbox mailbox = DataDirectory.mailbox(directory);
        Path unfinished = Files.createDirectories(directory.resolve("requests"));
        Files.writeString(unfinished.resolve(".1.request"), "verb=activate\n");
        assertThat(mailbox.requests()).isEmpty();

        Files.move(unfinished.resolve(".1.request"), unfinished.resolve("1.request"));

        assertThat(mailbox.requests()).singleElement().extracting("id").isEqualTo("1");
    }
}
