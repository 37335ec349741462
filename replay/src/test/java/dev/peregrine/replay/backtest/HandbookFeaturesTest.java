package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureType;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The features of {@code policies/fraud-handbook} against those that the Handbook's authors
 * publish, for every transaction of April 2018. The data lies beside the repository, in {@code
 * ../shared/data/handbook}; the test is skipped where it does not.
 */
@Timeout(900)
class HandbookFeaturesTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root", ".."));
    private static final Path DATA = ROOT.resolve("../shared/data/handbook").normalize();
    private static final Path TRANSACTIONS = DATA.resolve("transactions-2018-q2.csv.gz");
    private static final Path FEATURES = DATA.resolve("features-2018-04.csv.gz");
    private static final double TOLERANCE = 1e-9;

    @TempDir private Path directory;

    @Test
    void shouldComputeTheFeaturesThatTheHandbookPublishes() throws Exception {
        assumeTrue(
                Files.exists(TRANSACTIONS) && Files.exists(FEATURES),
                "skipped: the Handbook's data is not in " + DATA);
        PolicyBundle bundle = PolicyLoader.load(ROOT.resolve("policies/fraud-handbook"));
        Path input = directory.resolve("april.csv");
        writeApril(input);
        try (BacktestEngine engine =
                new BacktestEngine(
                        bundle,
                        ChronicleFeatureStoreFactory.inMemory(),
                        BacktestEngine.DEFAULT_IDENTITY_CAPACITY)) {
            BacktestResult result =
                    Backtest.run(
                            new BacktestContext()
                                    .input(input)
                                    .outputDirectory(directory)
                                    .candidate(bundle, engine)
                                    .emit(EnumSet.of(Emission.FEATURES)));
            assertThat(result.error()).isNull();
        }
        compare(bundle.features().features());
    }

    private static void writeApril(Path file) throws IOException {
        try (BufferedReader in = gzip(TRANSACTIONS);
                BufferedWriter out = Files.newBufferedWriter(file)) {
            String line = in.readLine();
            int time = List.of(line.split(",", -1)).indexOf("TX_DATETIME");
            do {
                out.write(line);
                out.newLine();
                line = in.readLine();
            } while (line != null && line.split(",", -1)[time].startsWith("2018-04"));
        }
    }

    private void compare(List<FeatureSpec> specs) throws IOException {
        Map<String, FeatureType> types =
                specs.stream().collect(Collectors.toMap(FeatureSpec::name, FeatureSpec::type));
        Set<String> leftOut = pairsOfTheSameSecond();
        long rows = 0;
        long values = 0;
        long wrong = 0;
        StringBuilder examples = new StringBuilder();
        try (BufferedReader expectedFile = gzip(FEATURES);
                BufferedReader actualFile =
                        Files.newBufferedReader(directory.resolve("features.csv"))) {
            List<String> expectedNames = List.of(expectedFile.readLine().split(",", -1));
            List<String> actualNames = List.of(actualFile.readLine().split(",", -1));
            List<String> reference =
                    expectedNames.stream()
                            .filter(
                                    name ->
                                            name.equals("TX_AMOUNT")
                                                    || name.startsWith("TX_DURING")
                                                    || name.endsWith("DAY_WINDOW"))
                            .toList();
            assertThat(reference).hasSize(15);
            assertThat(actualNames).startsWith("TRANSACTION_ID").containsAll(reference);
            String expectedLine;
            while ((expectedLine = expectedFile.readLine()) != null) {
                String[] expected = expectedLine.split(",", -1);
                String actualLine = actualFile.readLine();
                assertThat(actualLine).as("row of %s", expected[0]).isNotNull();
                String[] actual = actualLine.split(",", -1);
                assertThat(actual[0]).isEqualTo(expected[0]);
                rows++;
                if (leftOut.contains(expected[0])) {
                    continue;
                }
                for (String name : reference) {
                    String want = expected[expectedNames.indexOf(name)];
                    String got = actual[actualNames.indexOf(name)];
                    values++;
                    if (!equal(types.get(name), want, got)) {
                        wrong++;
                        if (wrong <= 10) {
                            examples.append(expected[0]).append(' ').append(name);
                            examples.append(": ").append(want).append(" but ").append(got);
                            examples.append(System.lineSeparator());
                        }
                    }
                }
            }
            assertThat(actualFile.readLine()).isNull();
        }
        assertThat(rows).isEqualTo(288_062);
        assertThat(wrong).as("wrong values of %s:%n%s", values, examples).isZero();
    }

    private static boolean equal(FeatureType type, String want, String got) {
        return type == FeatureType.DOUBLE
                ? !got.isEmpty()
                        && Math.abs(Double.parseDouble(want) - Double.parseDouble(got)) <= TOLERANCE
                : want.equals(got);
    }

    /** Ids of transactions that share customer and second: their order is not the file's. */
    private static Set<String> pairsOfTheSameSecond() throws IOException {
        Set<String> ids = new HashSet<>();
        try (BufferedReader in = gzip(FEATURES)) {
            String[] header = in.readLine().split(",", -1);
            int customer = Arrays.asList(header).indexOf("CUSTOMER_ID");
            int time = Arrays.asList(header).indexOf("TX_DATETIME");
            Map<String, String> seen = new HashMap<>();
            String line;
            while ((line = in.readLine()) != null) {
                String[] fields = line.split(",", -1);
                String earlier = seen.put(fields[customer] + " " + fields[time], fields[0]);
                if (earlier != null) {
                    ids.add(earlier);
                    ids.add(fields[0]);
                }
            }
        }
        return ids;
    }

    private static BufferedReader gzip(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                        StandardCharsets.UTF_8));
    }
}
