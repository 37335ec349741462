package dev.peregrine.replay.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.ListPurpose;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.backtest.csv.RowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListFileTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("docs/lists.md");
    private static final Pattern CSV =
            Pattern.compile("^```csv\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir private Path dir;

    @Test
    void shouldReadTheDocumentsExample() throws Exception {
        Matcher example = CSV.matcher(Files.readString(DOCUMENT));
        assertThat(example.find()).isTrue();
        List<String> updates = updates(ListMatch.CIDR, example.group(1));

        long expiresNs = Instant.parse("2099-01-31T00:00:00Z").getEpochSecond() * 1_000_000_000L;
        assertThat(updates)
                .containsExactly(
                        "id-2 192.0.2.0/24 0 hosting (by me)",
                        "id-3 2001:db8::/32 "
                                + expiresNs
                                + " hosting, until the contract ends (by me)");
    }

    @Test
    void shouldTellWhatIsNoTimeAtItsPlace() {
        assertThatThrownBy(
                        () ->
                                updates(
                                        ListMatch.EXACT,
                                        "value,expires\na,\nb,1969-01-01T00:00:00Z\n"))
                .isInstanceOfSatisfying(
                        RowException.class,
                        e -> {
                            assertThat(e.line()).isEqualTo(3);
                            assertThat(e.column()).isEqualTo(3);
                        })
                .hasMessage("'1969-01-01T00:00:00Z' is out of range");
    }

    @Test
    void shouldRefuseAFileWithoutItsColumns() {
        assertThatThrownBy(() -> updates(ListMatch.EXACT, ""))
                .hasMessageContaining("the file is empty, expected a header");
        assertThatThrownBy(() -> updates(ListMatch.EXACT, "reason\nx\n"))
                .hasMessage("no column 'value'");
        assertThatThrownBy(() -> updates(ListMatch.EXACT, "value,value\nx,y\n"))
                .hasMessage("column 'value' is there twice");
    }

    private List<String> updates(ListMatch match, String content) throws Exception {
        Path path = dir.resolve("list.csv");
        Files.writeString(path, content);
        ListSpec spec = new ListSpec("a_list", "", ListPurpose.CUSTOM, match, 10);
        ListUpdates updates = new ListUpdates(1, spec, "id-", 1);
        ListUpdateDecoder decoder = new ListUpdateDecoder();
        List<String> seen = new ArrayList<>();
        try (ListFile file = new ListFile(path)) {
            updates.puts(
                    file,
                    " (by me)",
                    (line, length) -> {
                        decoder.wrapAndApplyHeader(updates.buffer(), 0, new MessageHeaderDecoder());
                        String id = decoder.eventId();
                        assertThat(decoder.list()).isEqualTo("a_list");
                        String value = decoder.value();
                        seen.add(
                                String.join(
                                        " ",
                                        id,
                                        value,
                                        Long.toString(decoder.expiresNs()),
                                        decoder.reason()));
                    });
        }
        return seen;
    }
}
