package dev.peregrine.report.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.peregrine.report.testing.Browser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LatencyPageTest {
    private static final List<String> CHARTS =
            List.of(
                    "percentiles",
                    "sweep-scale",
                    "stages-echo",
                    "series-echo",
                    "machine-echo",
                    "stages-decision",
                    "phases-decision",
                    "series-decision",
                    "machine-decision");
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+), (\\d+), (\\d+)\\)");

    @TempDir private Path directory;

    @Test
    void shouldHoldEverythingItNeeds() throws Exception {
        String page = LatencyPage.of(Samples.run(100));

        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
        assertThat(page)
                .doesNotContainPattern("(?i)(src|href)\\s*=")
                .doesNotContainPattern("(?i)url\\(|@import|<script|<link|https?:")
                .contains("the &lt;engine&gt;")
                .contains("A note.")
                .contains("maximum_per_second: 1,234")
                .doesNotContain("NaN");
        CHARTS.forEach(id -> assertThat(page).contains("<svg id=\"" + id + "\""));
        for (int colour = 0; colour < 8; colour++) {
            assertThat(page)
                    .contains(".line.s" + colour + " {")
                    .contains(".bar.s" + colour + " {")
                    .contains(".key.s" + colour + " {");
        }
    }

    @Test
    void shouldSayWhatEachFigureIncludesAndHowItStandsToItsFloor() {
        String page = LatencyPage.of(Samples.run(120));

        assertThat(page)
                .contains("journal (recorded, no fsync), 2 cores")
                .containsPattern("2\\.0\\d, 2\\.0\\d × echo")
                .contains("knee: 4,000/s");
    }

    @Test
    void shouldSayWhatLatenciesRunFrom() {
        RunResults open = Samples.run(120);
        Measurement restart =
                Measurement.builder("restart", "first decision", "a restart")
                        .from("the start of the process")
                        .repetitions(open.measurements().get(0).repetitions())
                        .build();
        RunResults closed =
                new RunResults(
                        open.format(),
                        open.title(),
                        open.environment(),
                        List.of(restart),
                        open.notes(),
                        open.other());

        assertThat(LatencyPage.of(open)).contains("from the planned time of sending");
        assertThat(LatencyPage.of(closed))
                .doesNotContain("planned time")
                .contains("Latencies of first decision: from the start of the process.");
    }

    @Test
    void shouldShowStagesAndCourseOfEachRateOfASweep() {
        assertThat(LatencyPage.of(Samples.run(100)))
                .contains("<summary>measurement at-2000 at 2,000/s</summary>")
                .contains("<svg id=\"stages-at-2000\"")
                .contains("<svg id=\"series-at-8000\"");
    }

    @Test
    void shouldShowItsPlotsInABrowser() throws Exception {
        Browser browser = browser();
        String page = LatencyPage.of(Samples.run(100));
        JsonNode found = browser.lookAt(page, directory);
        BufferedImage picture =
                browser.screenshot(page, directory, found.get("pageHeight").asInt());

        for (String id : CHARTS) {
            JsonNode chart = found.get("charts").get(id);
            assertThat(chart.get("size").get(0).asDouble()).as(id).isGreaterThan(250);
            assertThat(chart.get("drawn").asInt()).as(id).isPositive();
            assertThat(chart.get("drawn")).as(id).isEqualTo(chart.get("marks"));
            for (JsonNode stroke : chart.get("strokes")) {
                assertThat(pixels(picture, chart, stroke.asText()))
                        .as("pixels of %s in %s", stroke, id)
                        .isGreaterThan(40);
            }
        }
        assertThat(found.get("charts").get("percentiles").get("colours").asInt()).isEqualTo(6);
        assertThat(found.get("rows").get("figures").asInt()).isEqualTo(6);
        assertThat(found.get("rows").get("rates-scale").asInt()).isEqualTo(4);
        assertThat(found.get("requests").asInt()).isZero();
        assertThat(found.get("pageWidth").asInt())
                .as("no scrolling sideways")
                .isLessThanOrEqualTo(found.get("windowWidth").asInt());
    }

    @Test
    void shouldCompareTwoRuns() throws Exception {
        String page = ComparisonPage.of(Samples.run(100), Samples.run(150));

        assertThat(page).contains("1.50").contains("<svg id=\"compared-decision\"");
        JsonNode found = browser().lookAt(page, directory);
        assertThat(found.get("rows").get("comparison").asInt()).isEqualTo(18);
        assertThat(found.get("charts").get("compared-decision").get("drawn").asInt()).isEqualTo(2);
    }

    private static Browser browser() {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no Chromium in /usr/bin: the page is not looked at");
        return browser.get();
    }

    /** Pixels of a colour, or nearly so, where a chart lies. */
    private static long pixels(BufferedImage picture, JsonNode chart, String colour) {
        Matcher rgb = RGB.matcher(colour);
        assertThat(rgb.matches()).as(colour).isTrue();
        int fromX = chart.get("x").asInt();
        int fromY = chart.get("y").asInt();
        int toX = Math.min(picture.getWidth(), fromX + chart.get("size").get(0).asInt());
        int toY = Math.min(picture.getHeight(), fromY + chart.get("size").get(1).asInt());
        long count = 0;
        for (int x = fromX; x < toX; x++) {
            for (int y = fromY; y < toY; y++) {
                int pixel = picture.getRGB(x, y);
                int distance =
                        Math.abs((pixel >> 16 & 0xFF) - Integer.parseInt(rgb.group(1)))
                                + Math.abs((pixel >> 8 & 0xFF) - Integer.parseInt(rgb.group(2)))
                                + Math.abs((pixel & 0xFF) - Integer.parseInt(rgb.group(3)));
                count += distance < 30 ? 1 : 0;
            }
        }
        return count;
    }
}
