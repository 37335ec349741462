package dev.peregrine.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class IpAddressTest {
    private final IpAddress address = new IpAddress();

    @Test
    void shouldParseWhatTheJdkFormats() throws Exception {
        Random random = new Random(11);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(bytes);
            int zeroed = random.nextInt(17);
            for (int k = 0; k < zeroed; k++) {
                bytes[random.nextInt(16)] = 0;
            }
            bytes[0] |= 1;
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            assertThat(address.parse(text)).as(text).isTrue();
            assertThat(ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()))
                    .as(text)
                    .isEqualTo(ByteBuffer.wrap(bytes).position(16));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::ffff:192.0.2.1", "0:0:0:0:0:FFFF:192.0.2.1", "192.0.2.1"})
    void shouldParseMappedForms(String text) {
        assertThat(address.parse(text)).isTrue();
        assertThat(address.high()).isZero();
        assertThat(address.low()).isEqualTo(0xFFFF_C000_0201L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "2001:db8::8:800:200c:417a", "1:2:3:4:5:6:7::"})
    void shouldParseShortForms(String text) throws Exception {
        assertThat(address.parse(text)).isTrue();
        assertThat(ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array())
                .isEqualTo(InetAddress.getByName(text).getAddress());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4 ",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "localhost",
                "1:",
                "::1%eth0",
                "１.2.3.4"
            })
    void shouldRefuseEverythingElse(String text) {
        assertThat(address.parse(text)).isFalse();
    }
}
