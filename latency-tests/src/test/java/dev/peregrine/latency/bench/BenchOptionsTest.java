package dev.peregrine.latency.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.node.cli.UserException;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    @Test
    void shouldTellWhatANumberMustBe() {
        assertThatCode(() -> BenchOptions.check("--share", 1, 0.001, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> BenchOptions.check("--share", Double.NaN, 0.001, 1))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> BenchOptions.check("--cards", 0, 1, BenchOptions.MOST_CARDS))
                .isInstanceOf(UserException.class)
                .hasMessage("--cards is 0: must be 1 to 100000000");
    }
}
