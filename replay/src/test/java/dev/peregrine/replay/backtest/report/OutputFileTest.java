package dev.peregrine.replay.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputFileTest {
    @TempDir private Path directory;

    @Test
    void shouldWriteDecimalsAsTheyReadBack() throws Exception {
        List<Double> values =
                new ArrayList<>(
                        List.of(
                                0.0,
                                -0.0,
                                0.01,
                                0.1,
                                1.0,
                                40.01,
                                100.5,
                                9_999_999.99,
                                1e7,
                                1e300,
                                1 / 3.0,
                                -12.34,
                                0.001,
                                Double.MIN_VALUE));
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            values.add(random.nextInt(100_000_000) / 100.0);
            values.add(random.nextDouble() * 1000);
        }
        Path file = directory.resolve("numbers");
        try (OutputFile out = new OutputFile(file)) {
            for (double value : values) {
                out.decimal(value).put('\n');
            }
        }
        assertThat(Files.readAllLines(file))
                .containsExactlyElementsOf(values.stream().map(v -> Double.toString(v)).toList());
    }
}
