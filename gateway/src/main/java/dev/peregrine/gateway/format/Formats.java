package dev.peregrine.gateway.format;

import dev.peregrine.gateway.mapping.FormatTable;
import dev.peregrine.gateway.mapping.MappingException;
import dev.peregrine.gateway.mapping.TokenSecret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The foreign formats that a gateway takes, with their tables. Immutable. */
public final class Formats {
    private static final String ISO_8583 = "iso8583";

    private final TokenSecret tokenSecret;
    private final Iso20022 payments;
    private final Iso20022 reports;
    private final ThreeDs threeDs;
    private final FormatTable iso8583;
    private final List<WebhookRoute> webhooks;

    private Formats(
            TokenSecret tokenSecret,
            FormatTable iso20022,
            ThreeDs threeDs,
            FormatTable iso8583,
            List<WebhookRoute> webhooks) {
        this.tokenSecret = tokenSecret;
        this.payments = Iso20022.payments(iso20022);
        this.reports = Iso20022.reports(iso20022);
        this.threeDs = threeDs;
        this.iso8583 = iso8583;
        this.webhooks = List.copyOf(webhooks);
    }

    /**
     * A webhook and whose it is.
     *
     * @param tenant name
     * @param provider name, the last but one part of its path
     * @param format reads it
     * @param rate messages a second; 0 for no limit
     */
    public record WebhookRoute(String tenant, String provider, Format format, int rate) {}

    /** With tables that come with Peregrine, tokens for one process, and no webhooks. */
    public static Formats standard() {
        return open(TokenSecret.random(), Optional.empty(), List.of());
    }

    /**
     * Reads the tables. Blocks.
     *
     * @param tables directory of tables that replace those that come with Peregrine
     * @throws MappingException when a table or a webhook's key cannot be used
     */
    public static Formats open(
            TokenSecret tokenSecret, Optional<Path> tables, List<WebhookContext> webhooks) {
        List<WebhookRoute> routes = new ArrayList<>();
        for (WebhookContext webhook : webhooks) {
            if (!webhook.adyenHmacKeys().isEmpty()) {
                FormatTable table = FormatTable.load(AdyenWebhook.TABLE, tables);
                routes.add(
                        new WebhookRoute(
                                webhook.tenant(),
                                AdyenWebhook.TABLE,
                                new AdyenWebhook(
                                        table, webhook.adyenHmacKeys(), webhook.retryUnknownNs()),
                                webhook.rate()));
            }
            if (!webhook.stripeSecrets().isEmpty()) {
                FormatTable table = FormatTable.load(StripeWebhook.TABLE, tables);
                routes.add(
                        new WebhookRoute(
                                webhook.tenant(),
                                StripeWebhook.TABLE,
                                new StripeWebhook(
                                        table,
                                        webhook.stripeSecrets(),
                                        webhook.stripeToleranceNs(),
                                        webhook.retryUnknownNs()),
                                webhook.rate()));
            }
        }
        return new Formats(
                tokenSecret,
                FormatTable.load(Iso20022.TABLE, tables),
                new ThreeDs(FormatTable.load(ThreeDs.TABLE, tables)),
                FormatTable.load(ISO_8583, tables),
                routes);
    }

    /** Makes tokens of card numbers and the like. */
    public TokenSecret tokenSecret() {
        return tokenSecret;
    }

    /** ISO 20022 messages to decide on. */
    public Format payments() {
        return payments;
    }

    /** ISO 20022 messages of what became of payments. */
    public Format reports() {
        return reports;
    }

    /** EMV 3-D Secure. */
    public Format threeDs() {
        return threeDs;
    }

    /** Table of ISO 8583. */
    public FormatTable iso8583() {
        return iso8583;
    }

    /** Webhooks in the order of the configuration. */
    public List<WebhookRoute> webhooks() {
        return webhooks;
    }
}
