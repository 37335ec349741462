package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTextTest {
    private final IpAddress parser = new IpAddress();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:0DB8::0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::1, ::1",
        "fe80::, fe80::",
    })
    void shouldWriteAsRfc5952Says(String text, String expected) {
        assertThat(parser.parse(text)).isTrue();
        assertThat(IpAddressText.of(parser.high(), parser.low())).isEqualTo(expected);
    }

    @Test
    void shouldWriteWhatParsesToTheSame() {
        SplittableRandom random = new SplittableRandom(5952);
        for (int i = 0; i < 20_000; i++) {
            long high = sparse(random);
            long low = sparse(random);
            String text = IpAddressText.of(high, low);
            assertThat(parser.parse(text)).as(text).isTrue();
            assertThat(parser.high()).as(text).isEqualTo(high);
            assertThat(parser.low()).as(text).isEqualTo(low);
        }
    }

    /** Many groups are zero. */
    private static long sparse(SplittableRandom random) {
        long word = 0;
        for (int group = 0; group < 4; group++) {
            word = (word << 16) | (random.nextBoolean() ? 0 : random.nextInt(1 << 16));
        }
        return word;
    }
}
