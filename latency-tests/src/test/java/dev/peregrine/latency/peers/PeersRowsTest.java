package dev.peregrine.latency.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where rows come from, and how they and the plan get into a contender's JVM. */
@Timeout(30)
class PeersRowsTest {
    private static final String HEADER =
            "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n";

    @TempDir private Path directory;

    @Test
    void shouldReadCentsThroughTheFilesFloatNoise() throws IOException {
        PaymentRows rows =
                PeersRows.ofFile(
                        csv(
                                """
                                0,2018-04-01 00:00:31,596,3156,57.16,0
                                1,2018-04-01 00:02:10,4961,3412,85.64999999999999,1
                                """));

        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.second(0)).isEqualTo(1_522_540_831);
        assertThat(List.of(rows.customer(1), rows.terminal(1), rows.cents(1), rows.fraud(1)))
                .containsExactly(4961, 3412, 8565, 1);
    }

    @Test
    void shouldNameTheLineThatIsWrong() throws IOException {
        Path file =
                csv(
                        """
                        0,2018-04-01 00:00:31,596,3156,57.16,0
                        1,2018-04-01 00:00:30,4961,3412,81.51,0
                        """);

        assertThatThrownBy(() -> PeersRows.ofFile(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("line 3: row 1 is of an earlier time");
    }

    @Test
    void shouldNameTheColumnThatIsMissing() throws IOException {
        Path file = directory.resolve("other.csv");
        Files.writeString(file, "a,b\n1,2\n");

        assertThatThrownBy(() -> PeersRows.ofFile(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("line 1: no column TX_DATETIME");
    }

    @Test
    void shouldGenerateTheSameRowsFromTheSameSeedOnly() throws IOException {
        Path one = written(GeneratedRows.generate(1_000, 100, 9_100, 7));

        assertThat(one)
                .hasSameBinaryContentAs(written(GeneratedRows.generate(1_000, 100, 9_100, 7)));
        assertThat(Files.mismatch(one, written(GeneratedRows.generate(1_000, 100, 9_100, 8))))
                .isNotNegative();
    }

    @Test
    void shouldGenerateTheHandbooksShape() {
        PaymentRows rows = GeneratedRows.generate(1_000, 100, 91_000, 7);

        assertThat(rows.size()).isEqualTo(91_000);
        assertThat(rows.customers()).isBetween(950, 1_000);
        assertThat(rows.terminals()).isEqualTo(100);
        assertThat((rows.second(90_999) - rows.second(0)) / 86_400).isEqualTo(90);
        assertThat(rows.frauds() / 91_000.0).isBetween(0.002, 0.35);
    }

    @Test
    void shouldReadTheRowsThatWereWritten() throws IOException {
        PaymentRows rows = GeneratedRows.generate(1_000, 100, 9_100, 9);
        Path file = written(rows);

        assertThat(written(PaymentRows.read(file))).hasSameBinaryContentAs(file);
        assertThat(PaymentRows.read(file).size()).isEqualTo(9_100);
    }

    @Test
    void shouldCarryPlanAndSettingsInArguments() {
        PeersPlan plan = new PeersPlan(3, List.of(20_000.0, 50_000.0), 5, 12.5);

        assertThat(PeersPlan.of(plan.argument())).isEqualTo(plan);
        assertThat(PeersPlan.of(new PeersPlan(1, List.of(), 0, 1).argument()).rates()).isEmpty();
        for (Entry entry : Entry.all()) {
            assertThat(Entry.settings(entry.settingsArgument())).isEqualTo(entry.settings());
        }
        assertThat(Entry.settings("")).isEqualTo(Map.of());
    }

    private Path csv(String lines) throws IOException {
        Path file = directory.resolve("rows.csv");
        Files.writeString(file, HEADER + lines);
        return file;
    }

    private Path written(PaymentRows rows) throws IOException {
        Path file = Files.createTempFile(directory, "rows", ".bin");
        rows.write(file);
        return file;
    }
}
