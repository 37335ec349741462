package dev.peregrine.gateway.format;

import dev.peregrine.gateway.mapping.FieldSource;
import dev.peregrine.gateway.mapping.FormatTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads Adyen's standard notifications, each of whose items is signed on its own. */
public final class AdyenWebhook extends Webhook {
    /** Name of the format's table. */
    public static final String TABLE = "adyen";

    private static final int MAX_ITEMS = 64;
    private static final List<String> SIGNED =
            List.of(
                    "pspReference",
                    "originalReference",
                    "merchantAccountCode",
                    "merchantReference",
                    "amount/value",
                    "amount/currency",
                    "eventCode",
                    "success");

    private final WebhookSecrets secrets;

    /**
     * @param hmacKeys in hexadecimal digits, as Adyen shows them
     * @param retryUnknownNs see {@link Webhook}
     * @throws IllegalArgumentException when a key is not in hexadecimal digits
     */
    public AdyenWebhook(FormatTable table, List<String> hmacKeys, long retryUnknownNs) {
        super(table, retryUnknownNs);
        HexFormat hex = HexFormat.of();
        secrets = new WebhookSecrets(hmacKeys.stream().map(hex::parseHex).toList());
    }

    @Override
    public FormatRequest read(byte[] body, int length, FormatCall call) throws FormatException {
        JsonFields message = JsonFields.read(body, length);
        List<FieldSource> items = new ArrayList<>();
        for (int i = 0; message.has("notificationItems/" + i); i++) {
            if (i == MAX_ITEMS) {
                throw FormatException.malformed("more than " + MAX_ITEMS + " items");
            }
            items.add(message.below("notificationItems/" + i + "/NotificationRequestItem"));
        }
        if (items.isEmpty()) {
            throw FormatException.field("notificationItems", "is missing");
        }
        List<FormatEvent> events = new ArrayList<>();
        for (FieldSource item : items) {
            if (!isSigned(item)) {
                throw unsigned("the HMAC signature of an item is missing or wrong");
            }
        }
        for (FieldSource item : items) {
            String codes = "true".equals(item.get("success")) ? "events" : "failed_events";
            String code = item.get("eventCode");
            add(code == null ? null : table().code(codes).meaning(code), item, call, events);
        }
        return request(events, call, FormatAnswer.text(200, "[accepted]"));
    }

    private boolean isSigned(FieldSource item) {
        String signature = item.get("additionalData/hmacSignature");
        if (signature == null) {
            return false;
        }
        String signed =
                SIGNED.stream()
                        .map(place -> Objects.requireNonNullElse(item.get(place), ""))
                        .collect(Collectors.joining(":"));
        try {
            return secrets.isSigned(
                    signed.getBytes(StandardCharsets.UTF_8), Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
