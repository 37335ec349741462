package dev.peregrine.gateway.format;

import dev.peregrine.gateway.mapping.FormatTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads Stripe's events, signed as a whole together with the time at which they are sent. */
public final class StripeWebhook extends Webhook {
    /** Name of the format's table. */
    public static final String TABLE = "stripe";

    private static final String HEADER = "Stripe-Signature";
    private static final int MAX_HEADER = 2048;
    private static final int MAX_SECONDS_DIGITS = 11;

    private final WebhookSecrets secrets;
    private final long toleranceNs;

    /**
     * @param secrets of the endpoint, beginning with {@code whsec_}
     * @param toleranceNs how far the time of the signature may be from now, in nanoseconds
     * @param retryUnknownNs see {@link Webhook}
     */
    public StripeWebhook(
            FormatTable table, List<String> secrets, long toleranceNs, long retryUnknownNs) {
        super(table, retryUnknownNs);
        this.secrets =
                new WebhookSecrets(
                        secrets.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList());
        this.toleranceNs = toleranceNs;
    }

    @Override
    public FormatRequest read(byte[] body, int length, FormatCall call) throws FormatException {
        checkSignature(body, length, call);
        JsonFields event = JsonFields.read(body, length);
        String type = event.get("type");
        if (type == null) {
            throw FormatException.field("type", "is missing");
        }
        List<FormatEvent> events = new ArrayList<>();
        add(table().code("events").meaning(type), event, call, events);
        return request(
                events,
                call,
                FormatAnswer.json(200, "{\"received\":true}".getBytes(StandardCharsets.US_ASCII)));
    }

    private void checkSignature(byte[] body, int length, FormatCall call) throws FormatException {
        String header = call.headers().apply(HEADER);
        if (header == null || header.length() > MAX_HEADER) {
            throw unsigned(HEADER + " is missing");
        }
        String time = "";
        List<byte[]> signatures = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            String element = part.strip();
            if (element.startsWith("t=")) {
                time = element.substring(2);
            } else if (element.startsWith("v1=")) {
                try {
                    signatures.add(HexFormat.of().parseHex(element.substring(3)));
                } catch (IllegalArgumentException e) {
                    throw unsigned(HEADER + " has a signature that is not hexadecimal");
                }
            }
        }
        if (!time.matches("[0-9]{1," + MAX_SECONDS_DIGITS + "}")) {
            throw unsigned(HEADER + " has no time");
        }
        byte[] prefix = (time + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(body, 0, signed, prefix.length, length);
        if (signatures.stream().noneMatch(signature -> secrets.isSigned(signed, signature))) {
            throw unsigned(HEADER + " has no signature under the endpoint's secret");
        }
        long sinceNs = Math.abs(call.nowNs() - TimeUnit.SECONDS.toNanos(Long.parseLong(time)));
        if (sinceNs > toleranceNs) {
            throw unsigned(HEADER + " is too old, or of the future");
        }
    }
}
