package dev.peregrine.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditLogTest {
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void write() {
        file = directory.resolve(AuditLog.FILE);
        AuditLog log = AuditLog.open(directory);
        for (int i = 1; i <= 4; i++) {
            log.append("ann", "policy.activate", "done", Map.of("version", "" + i));
        }
    }

    @Test
    void shouldKeepWhatWasWritten() {
        AuditLog log = AuditLog.open(directory);
        log.append("b\u00f6b \"quoted\"\nline", "x", "refused", Map.of("why", "{\"a\": 1}"));

        List<AuditEntry> entries = AuditLog.read(directory).entries();

        assertThat(entries).extracting(AuditEntry::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(entries.get(2).detail("version")).isEqualTo("3");
        assertThat(entries.get(4).actor()).isEqualTo("b\u00f6b \"quoted\"\nline");
        assertThat(entries.get(4).detail("why")).isEqualTo("{\"a\": 1}");
        assertThat(entries).isEqualTo(log.entries());
    }

    @Test
    void shouldTellEveryLineThatIsChangedTakenOutOrMoved() throws Exception {
        List<String> lines = Files.readAllLines(file);
        refuse(lines.get(0), lines.get(1).replace("ann", "bob"), lines.get(2), lines.get(3));
        refuse(lines.get(0), lines.get(2), lines.get(3));
        refuse(lines.get(1), lines.get(2), lines.get(3));
        refuse(lines.get(0), lines.get(2), lines.get(1), lines.get(3));
        refuse(lines.get(0), "{}", lines.get(1));
        refuse(lines.get(0), "", lines.get(1));
    }

    @Test
    void shouldCutOffALineThatWasNotWrittenToItsEnd() throws Exception {
        String whole = Files.readString(file);
        Files.writeString(file, "{\"n\":\"5\",\"ti", StandardOpenOption.APPEND);

        assertThat(AuditLog.read(directory).entries()).hasSize(4);
        AuditLog.open(directory).append("ann", "x", "done", Map.of());

        assertThat(AuditLog.read(directory).entries()).hasSize(5);
        assertThat(Files.readString(file)).startsWith(whole);
    }

    private void refuse(String... lines) throws Exception {
        Files.writeString(
                file, List.of(lines).stream().map(l -> l + "\n").collect(Collectors.joining()));
        assertThatThrownBy(() -> AuditLog.open(directory))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageMatching(".*audit.log: line \\d (is no entry|does not follow.*)");
    }
}
