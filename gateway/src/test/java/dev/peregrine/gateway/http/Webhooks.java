package dev.peregrine.gateway.http;

import dev.peregrine.gateway.format.Formats;
import dev.peregrine.gateway.format.WebhookContext;
import dev.peregrine.gateway.mapping.TokenSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as the providers do. */
final class Webhooks {
    static final String TENANT = "acme";

    /** The key of the example in Adyen's documentation. */
    static final String ADYEN_KEY =
            "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

    static final String STRIPE_SECRET = "whsec_test_secret";

    private Webhooks() {}

    /** Formats with both webhooks for {@link #TENANT}. */
    static Formats formats() {
        return formats(0);
    }

    static Formats formats(int rate) {
        return Formats.open(
                TokenSecret.random(),
                Optional.empty(),
                List.of(
                        new WebhookContext(
                                TENANT,
                                List.of("00112233445566778899AABBCCDDEEFF", ADYEN_KEY),
                                List.of("whsec_old", STRIPE_SECRET),
                                TimeUnit.MINUTES.toNanos(5),
                                TimeUnit.HOURS.toNanos(1),
                                rate)));
    }

    /** Signature of an item whose signed fields have {@code :} between them. */
    static String adyenSignature(String fields) {
        return Base64.getEncoder().encodeToString(hmac(HexFormat.of().parseHex(ADYEN_KEY), fields));
    }

    /** Value of Stripe-Signature. */
    static String stripeSignature(String body, long seconds) {
        byte[] secret = STRIPE_SECRET.getBytes(StandardCharsets.UTF_8);
        return "t="
                + seconds
                + ",v1="
                + HexFormat.of().formatHex(hmac(secret, seconds + "." + body))
                + ",v0=00";
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
