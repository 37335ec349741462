package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.KeyField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ShippedPoliciesTest {
    private static final Path POLICIES =
            Path.of(System.getProperty("peregrine.root", "..")).resolve("policies");

    static List<Path> bundles() throws IOException {
        try (Stream<Path> children = Files.list(POLICIES)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void shouldLoadEveryShippedBundle(Path dir) throws Exception {
        PolicyBundle bundle = PolicyLoader.load(dir);

        assertThat(bundle.name()).isEqualTo(dir.getFileName().toString());
        assertThat(bundle.baseCurrency()).isEqualTo(978);
        assertThat(bundle.hash()).isEqualTo(BundleHasher.hash(dir));
        assertThat(bundle.features().features()).isNotEmpty();
    }

    @Test
    void shouldReadTheHandbooksFeaturesUnderTheirColumnNames() throws Exception {
        PolicyBundle bundle = PolicyLoader.load(POLICIES.resolve("fraud-handbook"));

        assertThat(bundle.features().features())
                .extracting(FeatureSpec::name)
                .containsExactly(
                        "TX_AMOUNT",
                        "TX_DURING_WEEKEND",
                        "TX_DURING_NIGHT",
                        "CUSTOMER_ID_NB_TX_1DAY_WINDOW",
                        "CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW",
                        "CUSTOMER_ID_NB_TX_7DAY_WINDOW",
                        "CUSTOMER_ID_AVG_AMOUNT_7DAY_WINDOW",
                        "CUSTOMER_ID_NB_TX_30DAY_WINDOW",
                        "CUSTOMER_ID_AVG_AMOUNT_30DAY_WINDOW",
                        "TERMINAL_ID_NB_TX_1DAY_WINDOW",
                        "TERMINAL_ID_RISK_1DAY_WINDOW",
                        "TERMINAL_ID_NB_TX_7DAY_WINDOW",
                        "TERMINAL_ID_RISK_7DAY_WINDOW",
                        "TERMINAL_ID_NB_TX_30DAY_WINDOW",
                        "TERMINAL_ID_RISK_30DAY_WINDOW");
        assertThat(bundle.features().features().get(12))
                .isEqualTo(
                        new FeatureSpecBuilder("TERMINAL_ID_RISK_7DAY_WINDOW", Aggregate.LABEL_RATE)
                                .over(
                                        "terminal",
                                        Window.sliding(
                                                TimeUnit.DAYS.toNanos(7), TimeUnit.DAYS.toNanos(7)))
                                .build());
        CsvMapping mapping = bundle.csvMapping().orElseThrow();
        assertThat(mapping.keys())
                .isEqualTo(
                        Map.of(
                                KeyField.ACCOUNT, "CUSTOMER_ID",
                                KeyField.TERMINAL, "TERMINAL_ID"));
        assertThat(mapping.label()).contains("TX_FRAUD");
        assertThat(mapping.labelDelayNs()).isEqualTo(TimeUnit.DAYS.toNanos(7));
        assertThat(mapping.amountTolerance()).isEqualTo(1e-6);
    }
}
