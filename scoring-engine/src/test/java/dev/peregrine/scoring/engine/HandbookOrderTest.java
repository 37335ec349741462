package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Handbook's transactions in another order, within the allowed disorder, leave the same
 * windows. The data lies beside the repository, in {@code ../shared/data/handbook}; the test is
 * skipped where it does not.
 */
@Timeout(180)
class HandbookOrderTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root", ".."));
    private static final Path TRANSACTIONS =
            ROOT.resolve("../shared/data/handbook/transactions-2018-q2.csv.gz").normalize();
    private static final int ROWS = 6_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private record Row(
            String id, long timeNs, long cents, String account, String terminal, boolean fraud) {
        TransactionBuilder payment() {
            return new TransactionBuilder()
                    .tenantId(EngineDriver.TENANT)
                    .eventId(id)
                    .eventTimeNs(timeNs)
                    .amount(cents, TestPolicies.EUR)
                    .account(account)
                    .terminal(terminal);
        }
    }

    @Test
    void shouldLeaveTheSameWindowsWhateverTheOrderWithinTheAllowedDisorder() throws Exception {
        assumeTrue(
                Files.exists(TRANSACTIONS),
                "skipped: the Handbook's data is not at " + TRANSACTIONS);
        PolicyBundle bundle = lenient(PolicyLoader.load(ROOT.resolve("policies/fraud-handbook")));
        List<Row> rows = rows();
        String inOrder = windowsOf(bundle, rows);
        for (int seed = 1; seed <= 3; seed++) {
            List<Row> permuted = permuted(rows, seed);
            assertThat(permuted).isNotEqualTo(rows).hasSameElementsAs(rows);
            assertThat(windowsOf(bundle, permuted)).as("seed %d", seed).isEqualTo(inOrder);
        }
        assertThat(windowsOf(bundle, rows.subList(1, ROWS))).isNotEqualTo(inOrder);
    }

    /** The bundle, with room for disorder. */
    private static PolicyBundle lenient(PolicyBundle bundle) {
        return PolicyBundleBuilder.from(bundle)
                .features(
                        new FeatureSet(
                                TestPolicies.HOUR_NS,
                                bundle.features().entities(),
                                bundle.features().features()))
                .build();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(TRANSACTIONS)),
                                StandardCharsets.UTF_8))) {
            List<String> header = List.of(in.readLine().split(",", -1));
            while (rows.size() < ROWS) {
                String[] fields = in.readLine().split(",", -1);
                rows.add(
                        new Row(
                                fields[header.indexOf("TRANSACTION_ID")],
                                timeNs(fields[header.indexOf("TX_DATETIME")]),
                                cents(fields[header.indexOf("TX_AMOUNT")]),
                                fields[header.indexOf("CUSTOMER_ID")],
                                fields[header.indexOf("TERMINAL_ID")],
                                fields[header.indexOf("TX_FRAUD")].equals("1")));
            }
        }
        return rows;
    }

    private static long timeNs(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC)
                * SECOND_NS;
    }

    private static long cents(String text) {
        return new BigDecimal(text)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** Each row as if it came up to an hour after its time. */
    private static List<Row> permuted(List<Row> rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> arrivals = new HashMap<>();
        rows.forEach(
                row ->
                        arrivals.put(
                                row.id(), row.timeNs() + random.nextLong(TestPolicies.HOUR_NS)));
        return rows.stream()
                .sorted(Comparator.comparingLong(row -> arrivals.get(row.id())))
                .toList();
    }

    private static String windowsOf(PolicyBundle bundle, List<Row> rows) {
        try (EngineDriver driver = new EngineDriver(ChronicleFeatureStoreFactory.inMemory())) {
            driver.ingressNs = rows.get(0).timeNs();
            driver.know(bundle).activate(bundle, "activation-1");
            for (Row row : rows) {
                driver.ingressNs = Math.max(driver.ingressNs, row.timeNs());
                assertThat(driver.send(row.payment()).kind).isEqualTo(EventResult.Kind.DECISION);
                if (row.fraud()) {
                    driver.label(row.payment(), "l" + row.id(), LabelKind.FRAUD, row.timeNs());
                }
            }
            return driver.windowsHash();
        }
    }
}
