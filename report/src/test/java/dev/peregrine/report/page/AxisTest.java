package dev.peregrine.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AxisTest {
    @Test
    void shouldGiveEachNineTheSameRoom() {
        Axis axis = Axis.percentiles(99.99);

        assertThat(axis.place(0)).isZero();
        assertThat(axis.place(90)).isCloseTo(0.25, within(1e-6));
        assertThat(axis.place(99)).isCloseTo(0.5, within(1e-6));
        assertThat(axis.place(99.99)).isCloseTo(1, within(1e-6));
        assertThat(axis.ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0 %", "90 %", "99 %", "99.9 %", "99.99 %");
        assertThat(Axis.percentiles(99.9999).ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("0 %", "90 %", "99 %", "99.9 %", "99.99 %", "", "99.9999 %");
    }

    @Test
    void shouldGiveEachPowerOfTenTheSameRoom() {
        Axis axis = Axis.logarithmic(3, 20_000, Axis::text);

        assertThat(axis.ticks())
                .extracting(Axis.Tick::text)
                .containsExactly("1", "10", "100", "1,000", "10,000", "100,000");
        assertThat(axis.place(100)).isCloseTo(0.4, within(1e-9));
        assertThat(axis.place(0.1)).isZero();
        assertThat(axis.place(1e9)).isEqualTo(1);
    }

    @Test
    void shouldBeginAtZeroWhenLinear() {
        Axis axis = Axis.linear(50);

        assertThat(axis.place(0)).isZero();
        assertThat(axis.place(25)).isCloseTo(0.5, within(1e-9));
        assertThat(axis.ticks().get(5)).isEqualTo(new Axis.Tick(1, "50"));
    }
}
