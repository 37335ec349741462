package dev.peregrine.replay.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.CsvMappingFile;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.report.testing.Browser;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@Timeout(120)
class HtmlReportTest {
    private static final List<String> CHARTS =
            List.of(
                    "precision-recall",
                    "roc",
                    "scores-a",
                    "actions-a",
                    "money-a",
                    "scores-b",
                    "actions-b",
                    "money-b");
    private static final List<String> TABLES =
            List.of(
                    "input",
                    "metrics",
                    "changes",
                    "rule-changes",
                    "rules-a",
                    "reasons-a",
                    "drift-a",
                    "merchant-country-a",
                    "rules-b",
                    "latency");

    @TempDir private Path directory;
    private String page;

    @BeforeEach
    void compareTwoPolicies() throws Exception {
        Path shipped = Path.of(System.getProperty("peregrine.root"), "policies/fraud-handbook");
        Path other = directory.resolve("other");
        copy(shipped, other);
        Path rules = other.resolve("rules/fraud.yaml");
        Files.writeString(
                rules, Files.readString(rules).replaceFirst("points: 700", "points: 400"));
        Path policy = other.resolve("policy.yaml");
        Files.writeString(policy, Files.readString(policy).replace("version: 1", "version: 2"));
        Path input = Files.writeString(directory.resolve("<payments>.csv"), payments());
        run(input, PolicyLoader.load(shipped), PolicyLoader.load(other));
        page = Files.readString(directory.resolve("out/report.html"));
    }

    @Test
    void shouldHoldEverythingItNeeds() throws Exception {
        assertThat(page)
                .doesNotContainPattern("(?i)(src|href)\\s*=")
                .doesNotContainPattern("(?i)url\\(|@import|<script|<link|https?:")
                .contains("&lt;payments&gt;.csv")
                .doesNotContain("<payments>")
                .doesNotContain("NaN");
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        assertThat(ids(document, "svg")).containsExactlyElementsOf(CHARTS);
        assertThat(ids(document, "table")).containsAll(TABLES);
        assertThat(page).contains("A: fraud-handbook 1").contains("B: fraud-handbook 2");
    }

    @Test
    void shouldDrawCurvesFromOneEndToTheOther() {
        Matcher roc =
                Pattern.compile(
                                "<svg id=\"roc\".*?<polyline class=\"line s0\" points=\"(.*?)\"",
                                32)
                        .matcher(page);
        assertThat(roc.find()).isTrue();
        List<double[]> points =
                Stream.of(roc.group(1).split(" ", -1))
                        .map(
                                p ->
                                        Stream.of(p.split(",", -1))
                                                .mapToDouble(Double::valueOf)
                                                .toArray())
                        .toList();
        assertThat(points.get(0)).containsExactly(64, 256);
        assertThat(points.get(points.size() - 1)).containsExactly(508, 28);
        assertThat(points)
                .hasSizeGreaterThan(5)
                .isSortedAccordingTo((a, b) -> Double.compare(a[0], b[0]));
    }

    @Test
    void shouldBeDrawnByABrowser() throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no Chromium in /usr/bin: the report is not looked at");
        JsonNode found = browser.get().lookAt(page, directory);
        for (String id : CHARTS) {
            JsonNode chart = found.get("charts").get(id);
            assertThat(chart.get("size").get(0).asDouble()).as(id).isGreaterThan(250);
            assertThat(chart.get("size").get(1).asDouble()).as(id).isGreaterThan(140);
            assertThat(chart.get("marks").asInt()).as(id).isPositive();
            assertThat(chart.get("drawn")).as(id).isEqualTo(chart.get("marks"));
        }
        assertThat(found.get("charts").get("roc").get("colours").asInt()).isEqualTo(2);
        assertThat(found.get("charts").get("money-a").get("colours").asInt()).isEqualTo(3);
        TABLES.forEach(id -> assertThat(found.get("rows").get(id).asInt()).as(id).isPositive());
        assertThat(found.get("rows").get("changes").asInt()).isEqualTo(12);
        assertThat(found.get("requests").asInt()).isZero();
        assertThat(found.get("pageWidth").asInt())
                .as("no scrolling sideways")
                .isLessThanOrEqualTo(found.get("windowWidth").asInt());
    }

    private static String payments() {
        Random random = new Random(9);
        StringBuilder file = new StringBuilder("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,");
        file.append("TERMINAL_ID,TX_AMOUNT,TX_FRAUD,COUNTRY\n");
        for (int i = 0; i < 6000; i++) {
            boolean fraud = random.nextInt(25) == 0;
            int cents = (fraud && random.nextBoolean() ? 20_000 : 500) + random.nextInt(9000);
            file.append(i + 1);
            file.append(
                    String.format(
                            ",2026-01-%02d %02d:%02d:%02d,",
                            1 + i / 200, i % 200 / 9, i % 200 % 9 * 6, i % 59));
            file.append(random.nextInt(60)).append(',').append(random.nextInt(25)).append(',');
            file.append(cents / 100).append('.').append(10 + cents % 90);
            file.append(fraud ? ",1," : ",0,").append(i % 3 == 0 ? "DE" : "FR").append('\n');
        }
        return file.toString();
    }

    private void run(Path input, PolicyBundle first, PolicyBundle second) throws Exception {
        Path root = Path.of(System.getProperty("peregrine.root"));
        String shipped = Files.readString(root.resolve("policies/fraud-handbook/input.yaml"));
        CsvMapping mapping =
                CsvMappingFile.read(
                        "input.yaml",
                        shipped.replace(
                                "terminal: TERMINAL_ID",
                                "terminal: TERMINAL_ID\n    merchant_country: COUNTRY"));
        List<BacktestEngine> engines = new ArrayList<>();
        IntStream.range(0, 2).forEach(i -> engines.add(engine(i == 0 ? first : second)));
        try {
            assertThat(
                            Backtest.run(
                                            new BacktestContext()
                                                    .input(input)
                                                    .mapping(mapping)
                                                    .outputDirectory(directory.resolve("out"))
                                                    .candidate(first, engines.get(0))
                                                    .candidate(second, engines.get(1)))
                                    .error())
                    .isNull();
        } catch (BacktestException e) {
            throw new AssertionError(e);
        } finally {
            engines.forEach(BacktestEngine::close);
        }
    }

    private static BacktestEngine engine(PolicyBundle bundle) {
        return new BacktestEngine(bundle, ChronicleFeatureStoreFactory.inMemory(), 1 << 16);
    }

    private static List<String> ids(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> ((Element) nodes.item(i)).getAttribute("id"))
                .toList();
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
