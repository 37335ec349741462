package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.KeyField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BacktestTest {
    private static final String HEADER = "ID,WHEN,WHO,AMOUNT,FRAUD\n";
    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path directory;
    private final StubEngine engine = new StubEngine();

    @Test
    void shouldDeliverLabelsAtTheirTimeBeforeTransactionsOfEqualTime() throws Exception {
        run(
                """
                a,1970-01-01 00:00:10,u,1.00,1
                b,1970-01-01 00:00:12,u,1.00,1
                c,1970-01-01 00:00:11,v,1.00,1
                d,1970-01-01 00:00:19,u,1.00,0
                e,1970-01-01 00:00:20,u,1.00,1
                f,1970-01-01 00:00:25,u,1.00,0
                """);
        assertThat(engine.events)
                .containsExactly(
                        "epoch @10",
                        "policy @10",
                        "a of u @10",
                        "b of u @12",
                        "c of v @12",
                        "d of u @19",
                        "FRAUD a +10 @20",
                        "e of u @20",
                        "FRAUD c +10 @21",
                        "FRAUD b +10 @22",
                        "f of u @25");
        JsonNode labels = summary().get("labels");
        assertThat(labels.get("delivered").asInt()).isEqualTo(3);
        assertThat(labels.get("not_known_at_the_end").asInt()).isEqualTo(1);
        assertThat(labels.get("delay").asText()).isEqualTo("PT10S");
    }

    @Test
    void shouldWriteDecisionsFeaturesAndSummary() throws Exception {
        BacktestResult result =
                run(
                        """
                        a,1970-01-01 00:00:10,u,1.00,0
                        "b,2",1970-01-02 23:59:59,u,7.01,1
                        c,1970-02-01 00:00:00,u,4.99,1
                        """);
        assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(lines("decisions.csv"))
                .containsExactly(
                        "ID,time,action,score,reason_codes,label",
                        "a,1970-01-01T00:00:10Z,APPROVE,100,,0",
                        "\"b,2\",1970-01-02T23:59:59Z,DECLINE,701,R0;R1,1",
                        "c,1970-02-01T00:00:00Z,APPROVE,499,,1");
        assertThat(lines("features.csv"))
                .containsExactly(
                        "ID,n,mean,\"first,seen\",label",
                        "a,100,33.333333333333336,,0",
                        "\"b,2\",701,233.66666666666666,1,1",
                        "c,499,166.33333333333334,1,1");
        JsonNode summary = summary();
        assertThat(summary.get("complete").asBoolean()).isTrue();
        assertThat(summary.at("/policy/name").asText()).isEqualTo("small");
        assertThat(summary.at("/policy/hash").asText()).isEqualTo("07".repeat(32));
        assertThat(summary.at("/input/rows_decided").asInt()).isEqualTo(3);
        assertThat(summary.at("/input/first_event_time").asText())
                .isEqualTo("1970-01-01T00:00:10Z");
        assertThat(summary.at("/decisions/approve").asInt()).isEqualTo(2);
        assertThat(summary.at("/decisions/decline").asInt()).isEqualTo(1);
        assertThat(summary.at("/score/roc_auc").asDouble()).isEqualTo(1);
        JsonNode decline = summary.get("by_action").get(2);
        assertThat(decline.get("recall").asDouble()).isEqualTo(0.5);
        assertThat(decline.get("fraud_amount_caught").asText()).isEqualTo("7.01");
        assertThat(decline.get("fraud_amount_missed").asText()).isEqualTo("4.99");
        assertThat(summary.at("/state_hash/windows").asText()).endsWith("0abc");
        assertThat(summary.at("/timing/events_per_second").asDouble()).isPositive();
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "decisions.csv", "features.csv", "summary.json", "report.html");
    }

    @Test
    void shouldStopAtTheFirstBadRow() throws Exception {
        BacktestResult result =
                run(
                        """
                        a,1970-01-01 00:00:10,u,1.00,0
                        b,1970-01-01 00:00:11,u,1o.00,0
                        c,1970-01-01 00:00:12,u,1.00,0
                        """);
        assertThat(result.ending()).isEqualTo(Ending.BAD_INPUT);
        assertThat(result.error())
                .isEqualTo(
                        input()
                                + ":3:25: column 'AMOUNT' is '1o.00', expected a decimal number"
                                + " such as 12.34");
        assertThat(lines("decisions.csv")).hasSize(2);
        assertThat(summary().get("complete").asBoolean()).isFalse();
        assertThat(summary().get("error").asText()).isEqualTo(result.error());
    }

    @Test
    void shouldSkipBadRowsAndListThem() throws Exception {
        Files.writeString(
                input(),
                HEADER
                        + """
                        a,1970-01-01 00:00:10,u,1.00,0
                        b,1970-01-01 00:00:99,u,1.00,0
                        c,1970-01-01 00:00:11,u,1.00,2
                        d,1970-01-01 00:00:11,u,1.00
                        e,1970-01-01 00:00:11,u,1.00,0,9
                        ,1970-01-01 00:00:11,u,1.00,0
                        "f"x,1970-01-01 00:00:11,u,1.00,0
                        a,1970-01-01 00:00:11,u,1.00,0
                        g,1970-01-01 00:00:05,u,1.00,1
                        é,1970-01-01 00:00:11,u,-1,0
                        h,1970-01-01 00:00:11,u,1.00,0
                        """);
        BacktestResult result = Backtest.run(context().onError(ErrorPolicy.SKIP));
        assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(lines("decisions.csv")).hasSize(3);
        JsonNode summary = summary();
        assertThat(summary.at("/input/rows").asInt()).isEqualTo(11);
        assertThat(summary.at("/input/rows_skipped").asInt()).isEqualTo(9);
        assertThat(summary.get("skipped"))
                .extracting(
                        row ->
                                row.get("line").asInt()
                                        + ":"
                                        + row.get("column").asInt()
                                        + ": "
                                        + row.get("problem").asText())
                .containsExactly(
                        "3:3: column 'WHEN' is '1970-01-01 00:00:99', expected a time like"
                                + " yyyy-MM-dd HH:mm:ss",
                        "4:30: column 'FRAUD' is '2', expected 0 or 1",
                        "5:25: expected 5 fields as in the header, found 4",
                        "6:32: expected 5 fields as in the header, found 6",
                        "7:1: column 'ID' is empty, expected an id",
                        "8:4: expected a comma or the line's end after a closing quote",
                        "9:1: event id 'a' was used before, by a row that differs",
                        "10:3: event 'g' lies too far before an earlier row to be counted",
                        "11:25: column 'AMOUNT' is '-1', expected 0 to 90071992547409.92");
        assertThat(result.first().labelsPending()).isZero();
    }

    @Test
    void shouldEndWithAPartialSummaryWhenTheEngineFails() throws Exception {
        BacktestResult result =
                run(
                        """
                        a,1970-01-01 00:00:10,u,1.00,0
                        b,1970-01-01 00:00:11,u,666.00,0
                        c,1970-01-01 00:00:12,u,1.00,0
                        """);
        assertThat(result.ending()).isEqualTo(Ending.ENGINE_FAILED);
        assertThat(result.error())
                .isEqualTo(
                        input()
                                + ":3:1: the engine failed: event 4 failed after its first effect"
                                + " on the state: java.lang.ArithmeticException: sum; overflow");
        assertThat(lines("decisions.csv")).hasSize(2);
        assertThat(summary().get("complete").asBoolean()).isFalse();
        assertThat(summary().get("ending").asText()).isEqualTo("engine_failed");
        assertThat(summary().get("error").asText()).isEqualTo(result.error());
        assertThat(summary().get("state_hash").isNull()).isTrue();
    }

    @Test
    void shouldReadGzip() throws Exception {
        byte[] zipped = gzip(HEADER + "a,1970-01-01 00:00:10,u,1.00,0\n");
        Files.write(input(), zipped);
        assertThat(Backtest.run(context()).tally().decided()).isEqualTo(1);
    }

    @Test
    void shouldKeepWhatWasReadOfATornFile() throws Exception {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 50_000; i++) {
            text.append(i)
                    .append(",1970-01-01 00:00:10,u")
                    .append(i * 7919 % 9973)
                    .append(",1,0\n");
        }
        byte[] zipped = gzip(text.toString());
        Files.write(input(), Arrays.copyOf(zipped, zipped.length / 2));
        BacktestResult result = Backtest.run(context().onError(ErrorPolicy.SKIP));
        assertThat(result.ending()).isEqualTo(Ending.BAD_INPUT);
        assertThat(result.error()).contains("the compressed file ends too early");
        assertThat(result.tally().decided()).isBetween(5_000L, 49_999L);
        assertThat(lines("decisions.csv")).hasSize((int) result.tally().decided() + 1);
    }

    @Test
    void shouldEndWhenToldTo() throws Exception {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",1970-01-01 00:00:10,u,1.00,0\n");
        }
        Files.writeString(input(), text);
        AtomicLong asked = new AtomicLong();
        BacktestResult result = Backtest.run(context().stop(() -> asked.incrementAndGet() > 5_000));
        assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(lines("decisions.csv")).hasSize(5_001);
        assertThat(lines("features.csv")).hasSize(5_001);
        assertThat(summary().get("complete").asBoolean()).isFalse();
        assertThat(summary().get("ending").asText()).isEqualTo("interrupted");
        assertThat(summary().get("error").isNull()).isTrue();
    }

    @Test
    void shouldCloseItsOutputsWhenInterrupted() throws Exception {
        Files.writeString(input(), HEADER + "a,1970-01-01 00:00:10,u,1.00,0\n");
        Thread.currentThread().interrupt();
        BacktestResult result = Backtest.run(context());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(lines("decisions.csv")).isNotEmpty();
        assertThat(summary().get("complete").asBoolean()).isFalse();
    }

    @Test
    void shouldTellItsProgress() throws Exception {
        Files.writeString(input(), HEADER + "a,1970-01-01 00:00:10,u,1.00,0\n");
        StringBuilder told = new StringBuilder();
        Backtest.run(
                context()
                        .progress(
                                (read, total, rows) ->
                                        told.append(read)
                                                .append('/')
                                                .append(total)
                                                .append(' ')
                                                .append(rows)));
        assertThat(told.toString()).isEqualTo("56/56 1");
    }

    @Test
    void shouldNameMissingColumnsAndWhatThereIs() throws Exception {
        Files.writeString(input(), "ID,TIME,WHO,WHO,AMOUNT\n");
        assertThatThrownBy(() -> Backtest.run(context()))
                .isInstanceOf(BacktestException.class)
                .hasMessage(
                        input()
                                + ":1: no column 'WHEN' (time); no column 'FRAUD' (label);"
                                + " column 'WHO' (account) is there more than once;"
                                + " the file has: ID, TIME, WHO, WHO, AMOUNT");
    }

    @Test
    void shouldRefuseWhatItCannotRead() throws Exception {
        assertThatThrownBy(() -> Backtest.run(context()))
                .isInstanceOf(BacktestException.class)
                .hasMessage(input() + ": no such file");
        Files.writeString(input(), "");
        assertThatThrownBy(() -> Backtest.run(context()))
                .isInstanceOf(BacktestException.class)
                .hasMessage(input() + ":1:1: the file is empty, expected a header");
        Path taken = Files.writeString(directory.resolve("taken"), "");
        assertThatThrownBy(() -> Backtest.run(context().outputDirectory(taken)))
                .isInstanceOf(BacktestException.class)
                .hasMessageStartingWith(taken + ": cannot be made a directory");
    }

    @Test
    void shouldMeasureNothingWithoutDecisions() throws Exception {
        BacktestResult result = run("");
        assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(engine.events).isEmpty();
        assertThat(summary().at("/score/roc_auc").isNull()).isTrue();
        assertThat(summary().at("/score/average_precision").isNull()).isTrue();
        for (JsonNode level : summary().get("by_action")) {
            assertThat(level.get("recall").isNull()).isTrue();
            assertThat(level.get("precision").isNull()).isTrue();
            assertThat(level.get("false_positive_rate").isNull()).isTrue();
        }
        assertThat(summary().get("state_hash").isNull()).isTrue();
    }

    @Test
    void shouldMeasureSegmentsThatTheInputKnows() throws Exception {
        Files.writeString(
                input(),
                """
                ID,WHEN,WHO,AMOUNT,FRAUD,COUNTRY,HOW
                a,1970-01-01 00:00:10,u,1.00,0,DE,chip
                b,1970-01-01 00:00:11,u,7.00,1,FR,chip
                c,1970-01-01 00:00:12,v,8.00,0,FR,atm
                d,1970-01-01 00:00:13,v,2.00,0,,atm
                """);
        Backtest.run(
                context()
                        .mapping(
                                mapping(
                                        Map.of(
                                                KeyField.ACCOUNT, "WHO",
                                                KeyField.MERCHANT_COUNTRY, "COUNTRY",
                                                KeyField.CHANNEL, "HOW"),
                                        Optional.of("FRAUD"))));
        JsonNode countries = summary().at("/by_segment/merchant_country");
        assertThat(countries).hasSize(3);
        assertThat(countries.get(0).get("value").asText()).isEqualTo("(none)");
        assertThat(countries.get(2).get("value").asText()).isEqualTo("FR");
        assertThat(countries.get(2).get("transactions").asInt()).isEqualTo(2);
        assertThat(countries.get(2).get("recall_decline").asDouble()).isEqualTo(1);
        assertThat(countries.get(2).get("declined_good_rate").asDouble()).isEqualTo(1);
        assertThat(countries.get(1).get("recall_decline").isNull()).isTrue();
        JsonNode channels = summary().at("/by_segment/channel");
        assertThat(channels.get(0).get("value").asText()).isEqualTo("atm");
        assertThat(channels.get(1).get("frauds").asInt()).isEqualTo(1);
    }

    @Test
    void shouldMeasureNoOutcomesWithoutLabels() throws Exception {
        Files.writeString(input(), HEADER + "a,1970-01-01 00:00:10,u,1.00,1\n");
        BacktestResult result =
                Backtest.run(
                        context()
                                .mapping(
                                        mapping(
                                                Map.of(KeyField.ACCOUNT, "WHO"),
                                                Optional.empty())));
        assertThat(result.labelled()).isFalse();
        assertThat(summary().has("metrics")).isFalse();
        assertThat(lines("decisions.csv")).element(1).asString().endsWith(",APPROVE,100,,");
        assertThat(lines("features.csv").get(0)).isEqualTo("ID,n,mean,\"first,seen\"");
        assertThat(engine.events).noneMatch(event -> event.startsWith("FRAUD"));
    }

    private BacktestResult run(String rows) throws Exception {
        Files.writeString(input(), HEADER + rows);
        return Backtest.run(context());
    }

    private BacktestContext context() {
        return new BacktestContext()
                .input(input())
                .outputDirectory(directory.resolve("out"))
                .candidate(bundle(), engine)
                .emit(EnumSet.allOf(Emission.class));
    }

    private Path input() {
        return directory.resolve("input.csv");
    }

    private List<String> lines(String name) throws IOException {
        String text = Files.readString(directory.resolve("out").resolve(name));
        assertThat(text).endsWith("\n");
        return text.lines().toList();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory.resolve("out"))) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("out/summary.json").toFile());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static PolicyBundle bundle() {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 7);
        return new PolicyBundleBuilder(
                        "small",
                        3,
                        new BundleHash(hash),
                        978,
                        new FeatureSet(
                                60 * SECOND,
                                List.of(),
                                List.of(
                                        feature("n", Aggregate.COUNT),
                                        feature("mean", Aggregate.MEAN),
                                        feature("first,seen", Aggregate.FIRST_TIME))),
                        new ScoreBands(0, 500, 700, 900))
                .csvMapping(
                        Optional.of(mapping(Map.of(KeyField.ACCOUNT, "WHO"), Optional.of("FRAUD"))))
                .build();
    }

    private static CsvMapping mapping(Map<KeyField, String> keys, Optional<String> label) {
        return new CsvMapping(
                "ID",
                "WHEN",
                "yyyy-MM-dd HH:mm:ss",
                "AMOUNT",
                2,
                RoundingMode.HALF_EVEN,
                0.000001,
                978,
                keys,
                label,
                Optional.empty(),
                10 * SECOND,
                Optional.empty());
    }

    private static FeatureSpec feature(String name, Aggregate aggregate) {
        return new FeatureSpecBuilder(name, aggregate).build();
    }
}
