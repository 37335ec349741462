package dev.peregrine.gateway.format;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.gateway.mapping.FormatTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a notification of Adyen. Its items are signed here before they are read, since a
 * fuzzer guesses no signature.
 */
class AdyenFuzz {
    private static final String KEY = "00112233445566778899AABBCCDDEEFF";
    private static final FormatTarget TARGET = new FormatTarget();
    private static final Format FORMAT =
            new AdyenWebhook(FormatTable.load(AdyenWebhook.TABLE), List.of(KEY), 0);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> SIGNED =
            List.of(
                    "/pspReference",
                    "/originalReference",
                    "/merchantAccountCode",
                    "/merchantReference",
                    "/amount/value",
                    "/amount/currency",
                    "/eventCode",
                    "/success");

    @AfterAll
    static void tell() {
        System.out.println(TARGET.told(AdyenFuzz.class));
    }

    static Stream<Arguments> samples() {
        return Stream.of(
                sample(
                        "{\"notificationItems\":[{\"NotificationRequestItem\":{\"additionalData\":{\"hmacSignature\":\"x\",\"chargebackReasonCode\":\"10.4\"},\"amount\":{\"currency\":\"EUR\",\"value\":1050},\"eventCode\":\"CHARGEBACK\",\"eventDate\":\"2026-02-01T17:15:34.121+02:00\",\"merchantReference\":\"p\",\"pspReference\":\"1\",\"success\":\"true\"}}]}"),
                sample(
                        "{\"notificationItems\":[{\"NotificationRequestItem\":{\"amount\":{\"currency\":\"CLP\",\"value\":1050},\"eventCode\":\"REFUND\",\"eventDate\":\"2026-02-01T17:15:34Z\",\"merchantReference\":\"p\",\"pspReference\":\"1\",\"success\":\"true\"}},{\"NotificationRequestItem\":{\"eventCode\":\"AUTHORISATION\",\"success\":\"false\"}}]}"));
    }

    private static Arguments sample(String body) {
        return arguments((Object) body.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "1m")
    void shouldRefuseOrMakeEventsOfAnyMessage(byte[] bytes) {
        TARGET.take(FORMAT, signed(bytes), 1_769_860_800_000_000_000L, null);
    }

    /** The same with the right signature in place of each item's additionalData, if it is JSON. */
    private static byte[] signed(byte[] bytes) {
        try {
            JsonNode message = MAPPER.readTree(bytes);
            for (JsonNode item : message.path("notificationItems")) {
                if (item.path("NotificationRequestItem") instanceof ObjectNode fields) {
                    String text =
                            SIGNED.stream()
                                    .map(place -> fields.at(place).asText(""))
                                    .collect(Collectors.joining(":"));
                    JsonNode data = fields.path("additionalData");
                    ObjectNode withSignature =
                            data instanceof ObjectNode object
                                    ? object
                                    : fields.putObject("additionalData");
                    withSignature.put("hmacSignature", signature(text));
                }
            }
            return MAPPER.writeValueAsBytes(message);
        } catch (IOException | GeneralSecurityException e) {
            return bytes;
        }
    }

    private static String signature(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
        return Base64.getEncoder()
                .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
