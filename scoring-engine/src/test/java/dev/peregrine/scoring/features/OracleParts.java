package dev.peregrine.scoring.features;

import dev.peregrine.policy.KeyPart;
import dev.peregrine.protocol.KeyField;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Values of key parts as plain objects that are equal when the values are. */
final class OracleParts {
    private static final int IPV4_LENGTH = 4;

    private final Map<Integer, Class<?>> attributeTypes;

    OracleParts(Map<Integer, Class<?>> attributeTypes) {
        this.attributeTypes = attributeTypes;
    }

    /** The values; null when one is missing. */
    List<Object> of(List<KeyPart> parts, Payment payment) {
        List<Object> values = new ArrayList<>();
        for (KeyPart part : parts) {
            Object value = of(part, payment);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return values;
    }

    private Object of(KeyPart part, Payment payment) {
        return switch (part.field()) {
            case IP -> ip(payment.keys().get(KeyField.IP), part.prefixBits());
            case MERCHANT_COUNTRY -> payment.merchantCountry();
            case ISSUER_COUNTRY -> payment.issuerCountry();
            case MERCHANT_CATEGORY -> payment.category();
            case CHANNEL -> payment.channel();
            case CURRENCY -> payment.currency();
            case ATTRIBUTE ->
                    "".equals(payment.attributes().get(part.attributeId()))
                            ? null
                            : payment.attributes().get(part.attributeId());
            default -> payment.keys().get(part.field());
        };
    }

    /** An attribute of the type that the dictionary gives it; null otherwise. */
    Object attribute(Payment payment, int id) {
        Object value = payment.attributes().get(id);
        return attributeTypes.get(id).isInstance(value) ? value : null;
    }

    private static Object ip(String text, int prefixBits) {
        if (text == null) {
            return null;
        }
        try {
            byte[] address = InetAddress.getByName(text).getAddress();
            int bits = address.length == IPV4_LENGTH ? prefixBits : 2 * prefixBits;
            if (prefixBits > 0) {
                for (int bit = bits; bit < 8 * address.length; bit++) {
                    address[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
                }
            }
            return address.length + Arrays.toString(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
