package dev.peregrine.replay.backtest.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.CsvMappingFile;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.metrics.Hashes;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InputsTest {
    private static final String MAPPING =
            """
            csv:
              event_id: ID
              time: {column: AT, pattern: "yyyy-MM-dd HH:mm:ss"}
              amount: {column: AMOUNT, scale: 2, rounding: half_even, tolerance: 1e-6}
              currency: EUR
              keys: {card: CARD, merchant_country: COUNTRY, merchant_category: MCC, channel: CHANNEL}
              label: {column: FRAUD, delay: 7d, known_at: KNOWN}
              decided: {column: STATUS, declined: [DECLINED, BLOCKED]}
            """;
    private static final String CSV =
            """
            ID,AT,AMOUNT,CARD,COUNTRY,MCC,CHANNEL,FRAUD,KNOWN,STATUS
            1,2026-01-01 00:00:00,12.34,c1,DE,5411,chip,0,,APPROVED
            2,2026-01-01 00:00:01,5,c2,FR,0742,ecommerce,1,2026-01-03 00:00:00,APPROVED
            3,2026-01-01 00:00:02,6.1,c1,,,,0,,DECLINED
            4,2026-01-01 00:00:03,7,c1,DE,5411,moto,1,,BLOCKED
            """;
    private static final String NDJSON =
            """
            {"ID": 1, "AT": "2026-01-01 00:00:00", "AMOUNT": 12.34, "CARD": "c1", "COUNTRY": "DE",\
             "MCC": "5411", "CHANNEL": "chip", "FRAUD": false, "STATUS": "APPROVED", "more": [1]}

            {"ID": 2, "AT": "2026-01-01 00:00:01", "AMOUNT": 5, "CARD": "c2", "COUNTRY": "FR",\
             "MCC": "0742", "CHANNEL": "ecommerce", "FRAUD": true, "KNOWN": "2026-01-03 00:00:00",\
             "STATUS": "APPROVED"}
            {"ID": 3, "AT": "2026-01-01 00:00:02", "AMOUNT": 6.1, "CARD": "c1", "FRAUD": 0,\
             "STATUS": "DECLINED", "COUNTRY": null}
            {"ID": 4, "AT": "2026-01-01 00:00:03", "AMOUNT": 7, "CARD": "c1", "COUNTRY": "DE",\
             "MCC": "5411", "CHANNEL": "moto", "FRAUD": 1, "STATUS": "BLOCKED"}
            """;
    private static final List<String> ROWS =
            List.of(
                    "0 1234 GOOD +604800 c1 DE 5411 2",
                    "1 500 FRAUD +172799 c2 FR 742 1",
                    "2 610 UNKNOWN +604800 c1 - -1 0",
                    "3 700 FRAUD +604800 c1 DE 5411 5");

    @TempDir private Path directory;

    @Test
    void shouldReadCsv() throws Exception {
        assertThat(rows(Files.writeString(directory.resolve("a"), CSV))).isEqualTo(ROWS);
    }

    @Test
    void shouldReadNdjson() throws Exception {
        assertThat(rows(Files.writeString(directory.resolve("a"), NDJSON))).isEqualTo(ROWS);
    }

    @Test
    void shouldReadWhatIsCompressed() throws Exception {
        for (String text : List.of(CSV, NDJSON)) {
            Path gzip = directory.resolve("a.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(rows(gzip)).isEqualTo(ROWS);
            Path zstd = directory.resolve("a.zst");
            try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(zstd))) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(rows(zstd)).isEqualTo(ROWS);
        }
    }

    @Test
    void shouldReadParquet() throws Exception {
        Path csv = Files.writeString(directory.resolve("a.csv"), CSV);
        Path parquet = directory.resolve("a.parquet");
        try (Connection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT ID, \"AT\"::TIMESTAMP AS \"AT\", AMOUNT::DECIMAL(10, 2) AS AMOUNT, CARD,"
                            + " COUNTRY, MCC, CHANNEL, FRAUD::BOOLEAN AS FRAUD, KNOWN::TIMESTAMP AS"
                            + " KNOWN, STATUS FROM read_csv("
                            + DuckDb.literal(csv.toString())
                            + ", all_varchar = true)) TO "
                            + DuckDb.literal(parquet.toString())
                            + " (FORMAT parquet)");
        }
        assertThat(rows(parquet)).isEqualTo(ROWS);
        assertThatThrownBy(
                        () ->
                                Inputs.open(
                                        parquet, context(MAPPING.replace("card: CARD", "card: X"))))
                .isInstanceOf(MissingColumnsException.class)
                .hasMessage(
                        "no column 'X'; the file has: ID, AT, AMOUNT, CARD, COUNTRY, MCC, CHANNEL,"
                                + " FRAUD, KNOWN, STATUS");
    }

    @Test
    void shouldReadTheFilesOfAFolderInOrder() throws Exception {
        String header = CSV.lines().findFirst().orElseThrow() + "\n";
        List<String> lines = CSV.lines().skip(1).toList();
        Files.writeString(directory.resolve("2026-01-02.csv"), header + lines.get(2));
        Files.writeString(
                directory.resolve("2026-01-01.csv"), header + lines.get(0) + "\n" + lines.get(1));
        Files.writeString(
                directory.resolve("2026-01-03.json"), NDJSON.lines().skip(4).findFirst().get());
        Files.writeString(directory.resolve(".hidden"), "x");
        Files.writeString(directory.resolve("_SUCCESS"), "");
        assertThat(rows(directory)).isEqualTo(ROWS);
    }

    @Test
    void shouldNameTheFileOfAFolderThatCannotBeRead() throws Exception {
        Files.writeString(directory.resolve("1.csv"), CSV);
        Path second = Files.writeString(directory.resolve("2.csv"), "ID\n");
        try (RowSource source = Inputs.open(directory, context(MAPPING))) {
            RowBatch batch = new RowBatch();
            source.read(batch);
            assertThat(batch.size()).isEqualTo(4);
            assertThat(batch.last).isTrue();
            assertThat(batch.failureFile).isEqualTo(second);
            assertThat(batch.failure).hasMessageStartingWith("no column 'AT' (time)");
        }
    }

    @Test
    void shouldNameThePlaceOfWhatIsWrongInJson() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("a"),
                        """
                        {"ID": 1, "AT": "yesterday"}
                        {"ID": 2,
                        [3]
                        {"ID": 4, "AT": "2026-01-01 00:00:03", "AMOUNT": -1}
                        """);
        RowBatch batch = new RowBatch();
        try (RowSource source = Inputs.open(file, context(MAPPING))) {
            source.read(batch);
        }
        assertThat(problem(batch, 0))
                .isEqualTo(
                        "1:17: column 'AT' is 'yesterday', expected a time like yyyy-MM-dd"
                                + " HH:mm:ss");
        assertThat(problem(batch, 1)).startsWith("2:").contains("no JSON: ");
        assertThat(problem(batch, 2)).isEqualTo("3:1: expected a JSON object");
        assertThat(problem(batch, 3))
                .isEqualTo("4:50: column 'AMOUNT' is '-1', expected 0 to 90071992547409.92");
    }

    @Test
    void shouldRefuseValuesOutsideTheirRange() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("a"),
                        CSV.replace(",DE,5411,chip,0,", ",DE,54111,chip,0,")
                                .replace(",ecommerce,", ",carrier pigeon,")
                                .replace(",0,,DECLINED", ",1,2025-12-31 00:00:00,DECLINED")
                                .replace("c1,DE,5411,moto", "c1,Germany,5411,moto"));
        RowBatch batch = new RowBatch();
        try (RowSource source = Inputs.open(file, context(MAPPING))) {
            source.read(batch);
        }
        assertThat(problem(batch, 0)).contains("column 'MCC' is '54111', expected a merchant");
        assertThat(problem(batch, 1))
                .contains("column 'CHANNEL' is 'carrier pigeon', expected one of unknown, ecom");
        assertThat(problem(batch, 2))
                .contains("column 'KNOWN' is '2025-12-31 00:00:00', expected no time before");
        assertThat(problem(batch, 3)).contains("column 'COUNTRY': ");
    }

    @Test
    void shouldGuessAMapping() throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("a.csv"),
                        """
                        tx_id,posted,customer id,terminal,amount,is_fraud,note
                        1,2026-01-01T00:00:00Z,7,t1,12.5,0,x
                        2,2026-01-01T00:00:09Z,8,t2,1,1,y
                        """);
        String guess = MappingGuess.of(file).orElseThrow();
        CsvMapping mapping = CsvMappingFile.read("guess", guess);
        assertThat(mapping.eventId()).isEqualTo("tx_id");
        assertThat(mapping.time()).isEqualTo("posted");
        assertThat(mapping.timePattern()).isEqualTo("yyyy-MM-dd'T'HH:mm:ss'Z'");
        assertThat(mapping.amount()).isEqualTo("amount");
        assertThat(mapping.label()).contains("is_fraud");
        assertThat(mapping.keys())
                .containsEntry(KeyField.ACCOUNT, "customer id")
                .containsEntry(KeyField.TERMINAL, "terminal")
                .hasSize(2);
        assertThat(MappingGuess.of(Files.writeString(file, "a,b\n1,2\n"))).isEmpty();
        assertThat(MappingGuess.of(Files.writeString(file, NDJSON))).isEmpty();
    }

    @Test
    void shouldKeepRowsForAQuarantine() throws Exception {
        Path file = Files.writeString(directory.resolve("a"), CSV);
        RowBatch batch = new RowBatch();
        SourceContext context =
                new SourceContext(CsvMappingFile.read("m", MAPPING), 1, KeyField.CARD, true);
        try (RowSource source = Inputs.open(file, context)) {
            source.read(batch);
        }
        assertThat(batch.raw[1]).isEqualTo(CSV.lines().skip(2).findFirst().orElseThrow());
    }

    private static String problem(RowBatch batch, int row) {
        return batch.error[row].line()
                + ":"
                + batch.error[row].column()
                + ": "
                + batch.error[row].getMessage();
    }

    private static SourceContext context(String mapping) throws Exception {
        return new SourceContext(CsvMappingFile.read("m", mapping), 1, KeyField.CARD, false);
    }

    private static List<String> rows(Path path) throws Exception {
        List<String> rows = new ArrayList<>();
        try (RowSource source = Inputs.open(path, context(MAPPING))) {
            RowBatch batch = new RowBatch();
            do {
                source.read(batch);
                assertThat(batch.failure).isNull();
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(batch.error[i]).isNull();
                    rows.add(text(batch, i));
                }
            } while (!batch.last);
        }
        return rows;
    }

    private static String text(RowBatch batch, int i) {
        long second = batch.eventTimeNs[i] / 1_000_000_000L % 60;
        long known = (batch.knownAtNs[i] - batch.eventTimeNs[i]) / 1_000_000_000L;
        int country = batch.merchantCountry[i];
        Outcome outcome = batch.outcome[i];
        String card = batch.cardHigh[i] == batch.cardLow[i] ? "none" : card(batch, i);
        return second
                + " "
                + batch.amountMinor[i]
                + " "
                + outcome
                + " +"
                + known
                + " "
                + card
                + " "
                + (country == 0 ? "-" : "" + (char) (country & 0xFF) + (char) (country >> 8))
                + " "
                + batch.merchantCategory[i]
                + " "
                + batch.channel[i];
    }

    private static String card(RowBatch batch, int i) {
        for (String name : List.of("c1", "c2")) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (batch.cardHigh[i] == Hashes.of(bytes, 0, bytes.length, 1)
                    && batch.cardLow[i] == Hashes.of(bytes, 0, bytes.length, 2)) {
                return name;
            }
        }
        return "other";
    }
}
