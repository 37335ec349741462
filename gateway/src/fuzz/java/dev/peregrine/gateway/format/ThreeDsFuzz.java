package dev.peregrine.gateway.format;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.gateway.mapping.FormatTable;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an AReq. */
class ThreeDsFuzz {
    private static final FormatTarget TARGET = new FormatTarget();
    private static final Format FORMAT = new ThreeDs(FormatTable.load(ThreeDs.TABLE));

    @AfterAll
    static void tell() {
        System.out.println(TARGET.told(ThreeDsFuzz.class));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                sample(
                        "{\"messageType\":\"AReq\",\"messageVersion\":\"2.2.0\",\"messageCategory\":\"01\",\"deviceChannel\":\"02\",\"threeDSServerTransID\":\"8a880dc0-d2d2-4067-bcb1-b08d1690b26e\",\"acctNumber\":\"4111111111111111\",\"acquirerMerchantID\":\"1\",\"mcc\":\"5411\",\"merchantCountryCode\":\"276\",\"email\":\"a@b.c\",\"browserIP\":\"1.2.3.4\",\"addrMatch\":\"Y\",\"purchaseAmount\":\"4999\",\"purchaseCurrency\":\"978\",\"purchaseExponent\":\"2\",\"purchaseDate\":\"20260131120000\",\"acctInfo\":{\"chAccAgeInd\":\"05\",\"chAccDate\":\"20250131\",\"txnActivityYear\":\"3\"}}"),
                sample(
                        "{\"messageType\":\"AReq\",\"messageVersion\":\"2.1.0\",\"messageCategory\":\"02\",\"deviceChannel\":\"03\",\"threeDSServerTransID\":\"8a880dc0-d2d2-4067-bcb1-b08d1690b26e\",\"acctNumber\":\"4111111111111111\",\"messageExtension\":[{\"criticalityIndicator\":true}]}"));
    }

    private static Arguments sample(String body) {
        return arguments((Object) body.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldRefuseOrMakeEventsOfAnyMessage(byte[] bytes) {
        TARGET.take(FORMAT, bytes, 1_769_860_800_000_000_000L, null);
    }
}
