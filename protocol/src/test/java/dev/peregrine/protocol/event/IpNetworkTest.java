package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IpNetworkTest {
    private final IpNetwork network = new IpNetwork();

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 120, 192.0.2.0",
        "192.0.2.1, 128, 192.0.2.1",
        "192.0.2.1/32, 128, 192.0.2.1",
        "0.0.0.0/0, 96, 0.0.0.0",
        "::ffff:192.0.2.0/120, 120, 192.0.2.0",
        "2001:DB8::/32, 32, 2001:db8::",
        "::/0, 0, ::",
        "2001:db8::1, 128, 2001:db8::1",
        "2001:db8:0:0:8000::/65, 65, 2001:db8:0:0:8000::",
    })
    void shouldParse(String text, int bits, String address) {
        assertThat(network.parse(text)).isTrue();
        assertThat(network.bits()).isEqualTo(bits);
        assertThat(IpAddressText.of(network.high(), network.low())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/024",
                "192.0.2.0/2 4",
                "192.0.2.0/24/24",
                "192.0.2.1/24",
                "192.0.2.0/9999999999",
                "192.0.2/24",
                "2001:db8::1/64",
                "2001:db8::/129",
                "example.org",
                "\uff11\uff19\uff12.0.2.0/24",
            })
    void shouldRefuse(String text) {
        assertThat(network.parse(text)).as(text).isFalse();
    }
}
