package dev.peregrine.gateway.format;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peregrine.gateway.mapping.FormatTable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as an event of Stripe, or as its signature: the first byte says which. */
class StripeFuzz {
    private static final FormatTarget TARGET = new FormatTarget();
    private static final String TIME = "1769860800";
    private static final Format FORMAT =
            new StripeWebhook(
                    FormatTable.load(StripeWebhook.TABLE), List.of("whsec_1"), 1_000_000_000L, 0);

    @AfterAll
    static void tell() {
        System.out.println(TARGET.told(StripeFuzz.class));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                sample(
                        "b{\"id\":\"evt_1\",\"type\":\"charge.refunded\",\"created\":1769860800,\"data\":{\"object\":{\"id\":\"ch_1\",\"amount_refunded\":1500,\"currency\":\"eur\",\"payment_intent\":\"pi_1\"},\"previous_attributes\":{\"amount_refunded\":400}}}"),
                sample(
                        "b{\"id\":\"evt_1\",\"type\":\"charge.dispute.created\",\"created\":1769860800,\"data\":{\"object\":{\"charge\":\"ch_1\",\"reason\":\"fraudulent\"}}}"),
                sample(
                        "st=1769860800,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"));
    }

    private static Arguments sample(String body) {
        return arguments((Object) body.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldRefuseOrMakeEventsOfAnyMessage(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        if (bytes[0] == 's') {
            String header = new String(rest, StandardCharsets.UTF_8);
            TARGET.take(
                    FORMAT,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    1_769_860_800_000_000_000L,
                    header);
        } else {
            TARGET.take(FORMAT, rest, 1_769_860_800_000_000_000L, signature(rest));
        }
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("whsec_1".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((TIME + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + TIME + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
