package dev.peregrine.gateway.iso8583;

import dev.peregrine.protocol.codec.Action;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes responses: fields of the request that go back, and what is to be told. Not thread-safe. */
final class Responses {
    /** Fields that go back as they came; the card number does not, as it is kept nowhere. */
    private static final int[] ECHOED = {3, 4, 7, 11, 12, 13, 24, 32, 37, 41, 42, 49, 70};

    private static final int MAX_PRIVATE_LENGTH = 120;
    private static final int RESPONSE_DATA = 44;
    private static final int APPROVAL_CODE = 38;
    private static final int APPROVAL_LENGTH = 6;
    private static final int CODE = 39;
    private static final int BASE = 36;
    private static final long APPROVAL_CODES = 2_176_782_336L;

    private final Iso8583Context context;
    private final MessageEncoder encoder;
    private final int maxDetail;

    Responses(Iso8583Context context) {
        this.context = context;
        this.encoder = new MessageEncoder(context.version(), context.encoding());
        int detail = context.detailField();
        this.maxDetail =
                detail == RESPONSE_DATA
                        ? context.version().maxResponseData()
                        : detail == 0
                                ? 0
                                : Math.min(
                                        MAX_PRIVATE_LENGTH,
                                        FieldTable.of(context.version())
                                                .row(detail)
                                                .format()
                                                .length());
    }

    /** A response with nothing but its code. */
    byte[] plain(DecodedMessage request, String code) {
        return encode(request, code, "", null);
    }

    /** The response to a payment. */
    byte[] decision(DecodedMessage request, String code, DecisionFacts decision) {
        String approval =
                context.approvalCode() && decision.action() == Action.APPROVE
                        ? approvalCode(decision.id())
                        : null;
        return encode(request, code, decision.text(maxDetail), approval);
    }

    /** The response to a message that cannot be taken. */
    byte[] fault(DecodedMessage request, String code, FieldFault fault) {
        return encode(request, code, fault.text(maxDetail), null);
    }

    private byte[] encode(DecodedMessage request, String code, String detail, String approval) {
        Map<Integer, String> values = new TreeMap<>();
        for (int field : ECHOED) {
            String value = request.value(field);
            if (value != null) {
                values.put(field, value);
            }
        }
        values.put(CODE, code);
        if (approval != null) {
            values.put(APPROVAL_CODE, approval);
        }
        if (context.detailField() > 0 && !detail.isEmpty()) {
            values.put(context.detailField(), detail);
        }
        return encoder.encode(request.type().response(), values);
    }

    /** Six letters and digits made of a decision's id; a stand-in's has the same for all. */
    private static String approvalCode(String id) {
        long hash = 0;
        for (int i = 0; i < id.length(); i++) {
            hash = hash * 31 + id.charAt(i);
        }
        StringBuilder code =
                new StringBuilder(
                        Long.toString(Math.floorMod(hash, APPROVAL_CODES), BASE)
                                .toUpperCase(Locale.ROOT));
        while (code.length() < APPROVAL_LENGTH) {
            code.insert(0, '0');
        }
        return code.toString();
    }
}
