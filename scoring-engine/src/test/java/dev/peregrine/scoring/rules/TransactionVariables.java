package dev.peregrine.scoring.rules;

import dev.peregrine.protocol.CurrencyCodes;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.IpAddressText;
import dev.peregrine.scoring.features.TransactionView;
import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The transaction as CEL's {@code tx}: by the names that {@code CelVariables} of the policy module
 * declares, made when asked for, absent when the transaction does not have the field. One thread.
 */
final class TransactionVariables extends AbstractMap<String, Object> {
    private static final double MICRO = 1e6;

    private TransactionView transaction;
    private boolean stale;

    void wrap(TransactionView view, boolean staleTime) {
        transaction = view;
        stale = staleTime;
    }

    @Override
    public Object get(Object name) {
        TransactionDecoder fields = transaction.fields();
        return switch ((String) name) {
            case "event_id" -> transaction.eventId();
            case "amount_minor" -> fields.amountMinor();
            case "currency" -> CurrencyCodes.alphabetic(fields.currency());
            case "channel" -> fields.channel().name().toLowerCase(Locale.ROOT);
            case "purpose" -> fields.purpose().name().toLowerCase(Locale.ROOT);
            case "merchant_category" ->
                    fields.merchantCategory() == TransactionDecoder.merchantCategoryNullValue()
                            ? null
                            : (Object) (long) fields.merchantCategory();
            case "merchant_country" ->
                    country(fields.merchantCountry(0), fields.merchantCountry(1));
            case "issuer_country" -> country(fields.issuerCountry(0), fields.issuerCountry(1));
            case "latitude" ->
                    degrees(fields.latitudeMicro(), TransactionDecoder.latitudeMicroNullValue());
            case "longitude" ->
                    degrees(fields.longitudeMicro(), TransactionDecoder.longitudeMicroNullValue());
            case "hour" -> (long) transaction.hour();
            case "day_of_week" -> (long) transaction.dayOfWeek();
            case "stale_time" -> stale;
            case "ip" -> ip();
            default -> text((String) name);
        };
    }

    @Override
    public boolean containsKey(Object name) {
        return name instanceof String && get(name) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new LinkedHashSet<>();
    }

    private Object text(String name) {
        KeyField field = KeyField.ofExternalName(name).orElse(null);
        return field != null && transaction.has(field) ? transaction.text(field) : null;
    }

    private Object ip() {
        if (!transaction.has(KeyField.IP)) {
            return null;
        }
        return IpAddressText.of(transaction.fields().ip().high(), transaction.fields().ip().low());
    }

    private static Object country(byte first, byte second) {
        return first == 0 ? null : new String(new char[] {(char) first, (char) second});
    }

    private static Object degrees(int micro, int nullValue) {
        return micro == nullValue ? null : (Object) (micro / MICRO);
    }
}
