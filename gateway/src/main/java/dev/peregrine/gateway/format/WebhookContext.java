package dev.peregrine.gateway.format;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The webhooks of a tenant's payment providers.
 *
 * @param tenant name
 * @param adyenHmacKeys in hexadecimal digits; none: no webhook of Adyen
 * @param stripeSecrets beginning with {@code whsec_}; none: no webhook of Stripe
 * @param stripeToleranceNs how far the time of a signature may be from now
 * @param retryUnknownNs how long a provider is let repeat an event whose payment is not known
 * @param rate messages a second, signed ones; 0 for no limit
 */
public record WebhookContext(
        String tenant,
        List<String> adyenHmacKeys,
        List<String> stripeSecrets,
        long stripeToleranceNs,
        long retryUnknownNs,
        int rate) {
    /** Default of how far the time of a signature may be from now: five minutes. */
    public static final long STRIPE_TOLERANCE_NS = TimeUnit.MINUTES.toNanos(5);

    /** Default of how long a provider is let repeat an event whose payment is not known. */
    public static final long RETRY_UNKNOWN_NS = TimeUnit.HOURS.toNanos(1);

    public WebhookContext {
        adyenHmacKeys = List.copyOf(adyenHmacKeys);
        stripeSecrets = List.copyOf(stripeSecrets);
    }
}
