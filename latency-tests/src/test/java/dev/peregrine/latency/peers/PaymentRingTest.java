package dev.peregrine.latency.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.latency.peers.oracle.Agreement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain rings against the features' definition. */
@Timeout(60)
class PaymentRingTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveTheFeaturesOfTheirDefinition(long seed) throws Exception {
        Agreement.check(new PlainRings(Map.of()), Agreement.rows(seed, 3_000), directory);
    }

    @Test
    void shouldGoOnFromBytesAsIfNothingHadHappened() throws IOException {
        PaymentRows rows = Agreement.rows(4, 2_000);
        CustomerRing customer = new CustomerRing();
        TerminalRing terminal = new TerminalRing();
        CustomerRing movedCustomer = new CustomerRing();
        TerminalRing movedTerminal = new TerminalRing();
        double[] expected = new double[HandbookFeatures.COUNT];
        double[] actual = new double[HandbookFeatures.COUNT];
        FeatureRow row = new FeatureRow();
        for (int i = 0; i < rows.size(); i++) {
            row.set(rows, i);
            customer.add(row);
            terminal.add(row);
            row.features(expected);
            if (i % 3 == 0) {
                movedCustomer = moved(movedCustomer, new CustomerRing());
                movedTerminal = moved(movedTerminal, new TerminalRing());
            } else if (i % 3 == 1) {
                movedCustomer = movedCustomer.copy();
                movedTerminal = movedTerminal.copy();
            }
            row.set(rows, i);
            movedCustomer.add(row);
            movedTerminal.add(row);
            row.features(actual);
            assertThat(actual).as("row %d", i).isEqualTo(expected);
        }
    }

    private static <R extends PaymentRing> R moved(R from, R to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        from.write(new DataOutputStream(bytes));
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
        to.read(new DataInputStream(in));
        assertThat(in.available()).isZero();
        return to;
    }
}
