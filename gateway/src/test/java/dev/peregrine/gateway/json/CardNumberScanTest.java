package dev.peregrine.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "4111.1111/1111_1111",
                "4111  1111 -1111 1111",
                "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
                "378282246310005",
                "3782 822463 10005",
                "5555555555554444",
                "2223003122003222",
                "6011111111111117",
                "3530111333300000",
                "30569309025904",
                "4222222222222",
                "paid with 4111 1111 1111 1111 12/29",
                "tok_4111111111111111",
                "(4111111111111111)",
                "99 4111111111111111 99",
                "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
            })
    void shouldFindCardNumbers(String text) {
        assertThat(CardNumberScan.finds(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4111111111111112",
                "411111111111",
                "41111111111111111111",
                "1111111111111117",
                "0000000000000000",
                "9999999999999995",
                "12345678-1234-4123-9123-123456789012",
                "41111111-1111-1111-b111-111111111111",
                "f47ac10b-58cc-4372-a567-0e02b2c3d479",
                "a4111111111111111",
                "4111111111111111b",
                "356938035643809",
                "2026-01-31T12:00:00.123456789Z",
                "192.168.100.100",
                "+49 30 1234567",
            })
    void shouldLeaveOthersAlone(String text) {
        assertThat(CardNumberScan.finds(text)).isFalse();
    }

    @Test
    void shouldLeaveBareNumbersToIdentifiers() {
        assertThat(CardNumberScan.findsGrouped("4111111111111111")).isFalse();
        assertThat(CardNumberScan.findsGrouped("pay-4111111111111111")).isFalse();
        assertThat(CardNumberScan.findsGrouped("4111 1111 1111 1111")).isTrue();
    }

    @Test
    void shouldRefuseNoUuid() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            UUID uuid = new UUID(random.nextLong(), random.nextLong());
            assertThat(CardNumberScan.finds(uuid.toString())).as(uuid.toString()).isFalse();
        }
    }
}
