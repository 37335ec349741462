package dev.peregrine.protocol.event;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.AttributeType;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TransactionDecoder;

/** The form of a Transaction, read at the cursor's place. */
class TransactionCheck extends EventCursor {
    private static final int GROUP_HEADER_LENGTH = TransactionDecoder.AttributesDecoder.HEADER_SIZE;
    private static final int ENTRY_LENGTH = TransactionDecoder.AttributesDecoder.sbeBlockLength();

    private int transactionTenantId;

    final int transactionTenantId() {
        return transactionTenantId;
    }

    final boolean transaction() {
        if (!block(TransactionDecoder.BLOCK_LENGTH)) {
            return false;
        }
        transactionTenantId = unsignedShort(TransactionDecoder.tenantIdEncodingOffset());
        return range(EventField.TENANT_ID, transactionTenantId, 1, ProtocolLimits.MAX_TENANT_ID)
                && enums()
                && numbers()
                && place()
                && attributes()
                && text(EventField.EVENT_ID, 1, ProtocolLimits.MAX_EVENT_ID_LENGTH)
                && token(EventField.CARD, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && token(EventField.ACCOUNT, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && text(EventField.MERCHANT, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && text(EventField.TERMINAL, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && text(EventField.DEVICE, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && text(EventField.EMAIL, 0, ProtocolLimits.MAX_KEY_LENGTH)
                && text(EventField.EMAIL_DOMAIN, 0, ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH)
                && end();
    }

    private boolean enums() {
        int purpose = unsignedByte(TransactionDecoder.purposeEncodingOffset());
        int channel = unsignedByte(TransactionDecoder.channelEncodingOffset());
        return known(EventField.PURPOSE, purpose, Purpose.get((short) purpose))
                && known(EventField.CHANNEL, channel, Channel.get((short) channel))
                && action(
                        EventField.ACTION_TAKEN,
                        unsignedByte(TransactionDecoder.actionTakenEncodingOffset()));
    }

    private boolean numbers() {
        int category = unsignedShort(TransactionDecoder.merchantCategoryEncodingOffset());
        return range(
                        EventField.EVENT_TIME_NS,
                        int64(TransactionDecoder.eventTimeNsEncodingOffset()),
                        0,
                        ProtocolLimits.MAX_TIME_NS)
                && range(
                        EventField.AMOUNT_MINOR,
                        int64(TransactionDecoder.amountMinorEncodingOffset()),
                        0,
                        ProtocolLimits.MAX_AMOUNT_MINOR)
                && range(
                        EventField.CURRENCY,
                        unsignedShort(TransactionDecoder.currencyEncodingOffset()),
                        1,
                        ProtocolLimits.MAX_CURRENCY)
                && (category == TransactionDecoder.merchantCategoryNullValue()
                        || range(
                                EventField.MERCHANT_CATEGORY,
                                category,
                                0,
                                ProtocolLimits.MAX_MERCHANT_CATEGORY));
    }

    private boolean place() {
        int latitude = int32(TransactionDecoder.latitudeMicroEncodingOffset());
        int longitude = int32(TransactionDecoder.longitudeMicroEncodingOffset());
        return country(
                        EventField.MERCHANT_COUNTRY,
                        TransactionDecoder.merchantCountryEncodingOffset())
                && country(
                        EventField.ISSUER_COUNTRY, TransactionDecoder.issuerCountryEncodingOffset())
                && (latitude == TransactionDecoder.latitudeMicroNullValue()
                        || range(
                                EventField.LATITUDE_MICRO,
                                latitude,
                                -ProtocolLimits.MAX_LATITUDE_MICRO,
                                ProtocolLimits.MAX_LATITUDE_MICRO))
                && (longitude == TransactionDecoder.longitudeMicroNullValue()
                        || range(
                                EventField.LONGITUDE_MICRO,
                                longitude,
                                -ProtocolLimits.MAX_LONGITUDE_MICRO,
                                ProtocolLimits.MAX_LONGITUDE_MICRO));
    }

    private boolean country(EventField field, int offset) {
        return CountryCodes.isValid(unsignedByte(offset), unsignedByte(offset + 1))
                || fail(
                        RejectCode.INVALID_FIELD,
                        field,
                        "must be two upper-case letters, or two NULs when absent");
    }

    private boolean attributes() {
        int header = take(EventField.ATTRIBUTES, GROUP_HEADER_LENGTH);
        if (header < 0) {
            return false;
        }
        int entryLength = buffer().getShort(header, ORDER) & 0xFFFF;
        int count = buffer().getShort(header + Short.BYTES, ORDER) & 0xFFFF;
        if (isNewer() ? entryLength < ENTRY_LENGTH : entryLength != ENTRY_LENGTH) {
            return fail(
                    RejectCode.MALFORMED,
                    EventField.ATTRIBUTES,
                    entryLength,
                    "is not the length of an attribute's block");
        }
        int previous = -1;
        for (int i = 0; i < count; i++) {
            int entry = take(EventField.ATTRIBUTES, entryLength);
            if (entry < 0 || !attribute(entry, previous)) {
                return false;
            }
            previous = buffer().getShort(entry, ORDER) & 0xFFFF;
        }
        return range(EventField.ATTRIBUTES, count, 0, ProtocolLimits.MAX_ATTRIBUTES);
    }

    private boolean attribute(int entry, int previous) {
        int id = buffer().getShort(entry, ORDER) & 0xFFFF;
        int type =
                buffer().getByte(
                                        entry
                                                + TransactionDecoder.AttributesDecoder
                                                        .attributeTypeEncodingOffset())
                        & 0xFF;
        if (id <= previous) {
            return fail(
                    RejectCode.INVALID_FIELD,
                    EventField.ATTRIBUTE_ID,
                    id,
                    "must be greater than the one before");
        }
        if (!range(EventField.ATTRIBUTE_ID, id, 0, ProtocolLimits.MAX_ATTRIBUTE_ID)) {
            return false;
        }
        return switch (AttributeType.get((short) type)) {
            case INTEGER -> fixedAttribute(Long.BYTES) >= 0;
            case DOUBLE -> doubleAttribute();
            case BOOLEAN -> booleanAttribute();
            case STRING -> text(EventField.ATTRIBUTE_VALUE, 0, ProtocolLimits.MAX_ATTRIBUTE_LENGTH);
            default ->
                    fail(
                            RejectCode.INVALID_FIELD,
                            EventField.ATTRIBUTE_TYPE,
                            type,
                            "is not a known value");
        };
    }

    private boolean doubleAttribute() {
        int start = fixedAttribute(Double.BYTES);
        return start >= 0
                && (Double.isFinite(buffer().getDouble(start, ORDER))
                        || fail(
                                RejectCode.INVALID_FIELD,
                                EventField.ATTRIBUTE_VALUE,
                                "must be finite"));
    }

    private boolean booleanAttribute() {
        int start = fixedAttribute(1);
        return start >= 0 && range(EventField.ATTRIBUTE_VALUE, buffer().getByte(start), 0, 1);
    }

    private int fixedAttribute(int expected) {
        int prefix = take(EventField.ATTRIBUTE_VALUE, Short.BYTES);
        if (prefix < 0) {
            return -1;
        }
        int length = buffer().getShort(prefix, ORDER) & 0xFFFF;
        if (length != expected) {
            fail(
                    RejectCode.INVALID_FIELD,
                    EventField.ATTRIBUTE_VALUE,
                    length,
                    "is not the length, in bytes, of a value of this type");
            return -1;
        }
        return take(EventField.ATTRIBUTE_VALUE, expected);
    }

    /** An action, or 0 when not told. */
    final boolean action(EventField field, int value) {
        return value == 0 || known(field, value, Action.get((short) value));
    }

    final boolean known(EventField field, int value, Enum<?> decoded) {
        return (value != 0xFF && !decoded.name().equals("SBE_UNKNOWN"))
                || fail(RejectCode.INVALID_FIELD, field, value, "is not a known value");
    }
}
