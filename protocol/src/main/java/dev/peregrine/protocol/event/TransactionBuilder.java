package dev.peregrine.protocol.event;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.TransactionEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Builds Transaction messages. Reusable: {@link #reset()}, set fields in any order, {@link
 * #encode}. Allocates nothing after construction, unless a field is refused. Not thread-safe.
 *
 * <p>Required: tenant, event id, event time, amount, currency. Defaults: purpose {@code
 * AUTHORISATION}, channel {@code UNKNOWN}, everything else absent. A setter refuses a value outside
 * its field's range with {@link EventFieldException}.
 */
public final class TransactionBuilder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final TransactionEncoder encoder = new TransactionEncoder();
    private final AttributeList attributes = new AttributeList();
    private final IpAddress ipAddress = new IpAddress();
    private final TextField eventId =
            new TextField("eventId", ProtocolLimits.MAX_EVENT_ID_LENGTH, false);
    private final TextField card = new TextField("card", ProtocolLimits.MAX_KEY_LENGTH, true);
    private final TextField account = new TextField("account", ProtocolLimits.MAX_KEY_LENGTH, true);
    private final TextField merchant =
            new TextField("merchant", ProtocolLimits.MAX_KEY_LENGTH, false);
    private final TextField terminal =
            new TextField("terminal", ProtocolLimits.MAX_KEY_LENGTH, false);
    private final TextField device = new TextField("device", ProtocolLimits.MAX_KEY_LENGTH, false);
    private final TextField email = new TextField("email", ProtocolLimits.MAX_KEY_LENGTH, false);
    private final TextField emailDomain =
            new TextField("emailDomain", ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH, false);

    private int tenantId;
    private Purpose purpose;
    private Channel channel;
    private long eventTimeNs;
    private long amountMinor;
    private int currency;
    private int merchantCategory;
    private int merchantCountry;
    private int issuerCountry;
    private long ipHigh;
    private long ipLow;
    private int latitudeMicro;
    private int longitudeMicro;
    private int actionTaken;

    public TransactionBuilder() {
        reset();
    }

    /** All fields absent, purpose {@code AUTHORISATION}, channel {@code UNKNOWN}. */
    public TransactionBuilder reset() {
        tenantId = 0;
        purpose = Purpose.AUTHORISATION;
        channel = Channel.UNKNOWN;
        eventTimeNs = -1;
        amountMinor = -1;
        currency = 0;
        merchantCategory = TransactionEncoder.merchantCategoryNullValue();
        merchantCountry = 0;
        issuerCountry = 0;
        ipHigh = 0;
        ipLow = 0;
        latitudeMicro = TransactionEncoder.latitudeMicroNullValue();
        longitudeMicro = TransactionEncoder.longitudeMicroNullValue();
        actionTaken = 0;
        attributes.clear();
        eventId.clear();
        card.clear();
        account.clear();
        merchant.clear();
        terminal.clear();
        device.clear();
        email.clear();
        emailDomain.clear();
        return this;
    }

    public TransactionBuilder tenantId(int value) {
        tenantId = Range.check("tenantId", value, 1, ProtocolLimits.MAX_TENANT_ID);
        return this;
    }

    public TransactionBuilder purpose(Purpose value) {
        purpose = Range.known("purpose", value);
        return this;
    }

    public TransactionBuilder channel(Channel value) {
        channel = Range.known("channel", value);
        return this;
    }

    /** When it happened, nanoseconds since 1970. */
    public TransactionBuilder eventTimeNs(long value) {
        eventTimeNs = Range.check("eventTimeNs", value, 0, ProtocolLimits.MAX_TIME_NS);
        return this;
    }

    /** Amount in minor units and its ISO 4217 numeric currency code. */
    public TransactionBuilder amount(long minor, int currencyCode) {
        amountMinor = Range.check("amountMinor", minor, 0, ProtocolLimits.MAX_AMOUNT_MINOR);
        currency = Range.check("currency", currencyCode, 1, ProtocolLimits.MAX_CURRENCY);
        return this;
    }

    /** Merchant category code, 0 to 9999. */
    public TransactionBuilder merchantCategory(int value) {
        merchantCategory =
                Range.check("merchantCategory", value, 0, ProtocolLimits.MAX_MERCHANT_CATEGORY);
        return this;
    }

    /** ISO 3166-1 alpha-2, upper case; empty is absent. */
    public TransactionBuilder merchantCountry(CharSequence alpha2) {
        merchantCountry = CountryCodes.pack("merchantCountry", alpha2);
        return this;
    }

    /** ISO 3166-1 alpha-2, upper case; empty is absent. */
    public TransactionBuilder issuerCountry(CharSequence alpha2) {
        issuerCountry = CountryCodes.pack("issuerCountry", alpha2);
        return this;
    }

    /** The payer's address in text form, IPv4 or IPv6; empty is absent. Never looks a name up. */
    public TransactionBuilder ip(CharSequence address) {
        if (address.length() == 0) {
            return ip(0L, 0L);
        }
        if (!ipAddress.parse(address)) {
            throw new EventFieldException(
                    "ip",
                    '"' + address.subSequence(0, Math.min(address.length(), 45)).toString() + '"',
                    "must be an IPv4 or IPv6 address");
        }
        return ip(ipAddress.high(), ipAddress.low());
    }

    /** The payer's address as two big-endian halves; both 0 is absent. */
    public TransactionBuilder ip(long high, long low) {
        ipHigh = high;
        ipLow = low;
        return this;
    }

    /** Where the payment was made, in degrees x 10^6, north and east positive. */
    public TransactionBuilder location(int newLatitudeMicro, int newLongitudeMicro) {
        latitudeMicro =
                Range.check(
                        "latitudeMicro",
                        newLatitudeMicro,
                        -ProtocolLimits.MAX_LATITUDE_MICRO,
                        ProtocolLimits.MAX_LATITUDE_MICRO);
        longitudeMicro =
                Range.check(
                        "longitudeMicro",
                        newLongitudeMicro,
                        -ProtocolLimits.MAX_LONGITUDE_MICRO,
                        ProtocolLimits.MAX_LONGITUDE_MICRO);
        return this;
    }

    /** What was done with the payment; for {@code ADVICE} and {@code BACK_FILL} only. */
    public TransactionBuilder actionTaken(Action value) {
        actionTaken = Range.known("actionTaken", value).value();
        return this;
    }

    /** Identity within the tenant, 1 to 64 bytes of UTF-8. */
    public TransactionBuilder eventId(CharSequence value) {
        eventId.set(value);
        return this;
    }

    public TransactionBuilder eventId(byte[] source, int offset, int length) {
        eventId.set(source, offset, length);
        return this;
    }

    public TransactionBuilder eventId(DirectBuffer source, int offset, int length) {
        eventId.set(source, offset, length);
        return this;
    }

    /** Sets a text or the IP address by name, as its typed setter would; empty is absent. */
    public TransactionBuilder key(KeyField field, CharSequence value) {
        if (field == KeyField.IP) {
            return ip(value);
        }
        text(field).set(value);
        return this;
    }

    /** Sets a key field that is a text from UTF-8. */
    public TransactionBuilder key(KeyField field, byte[] source, int offset, int length) {
        text(field).set(source, offset, length);
        return this;
    }

    /** Sets a key field that is a text from UTF-8. */
    public TransactionBuilder key(KeyField field, DirectBuffer source, int offset, int length) {
        text(field).set(source, offset, length);
        return this;
    }

    /** Card token, at most 64 bytes. What looks like a card number is refused. */
    public TransactionBuilder card(CharSequence value) {
        card.set(value);
        return this;
    }

    public TransactionBuilder account(CharSequence value) {
        account.set(value);
        return this;
    }

    public TransactionBuilder merchant(CharSequence value) {
        merchant.set(value);
        return this;
    }

    public TransactionBuilder terminal(CharSequence value) {
        terminal.set(value);
        return this;
    }

    public TransactionBuilder device(CharSequence value) {
        device.set(value);
        return this;
    }

    public TransactionBuilder email(CharSequence value) {
        email.set(value);
        return this;
    }

    /** E-mail domain in lower case, at most 253 bytes. */
    public TransactionBuilder emailDomain(CharSequence value) {
        emailDomain.set(value);
        return this;
    }

    /** Adds one of the tenant's own attributes, of type INTEGER. */
    public TransactionBuilder attribute(int id, long value) {
        attributes.addInteger(id, value);
        return this;
    }

    /** Adds one of the tenant's own attributes, of type DOUBLE; finite. */
    public TransactionBuilder attribute(int id, double value) {
        attributes.addDouble(id, value);
        return this;
    }

    /** Adds one of the tenant's own attributes, of type BOOLEAN. */
    public TransactionBuilder attribute(int id, boolean value) {
        attributes.addBoolean(id, value);
        return this;
    }

    /** Adds one of the tenant's own attributes, of type STRING. */
    public TransactionBuilder attribute(int id, CharSequence value) {
        attributes.addText(id, value);
        return this;
    }

    /**
     * Writes header and message.
     *
     * @return bytes written, at most {@link ProtocolLimits#MAX_EVENT_LENGTH}
     * @throws EventFieldException when a required field is missing or the event is too long
     */
    public int encode(MutableDirectBuffer buffer, int offset) {
        requireComplete();
        encoder.wrapAndApplyHeader(buffer, offset, header)
                .tenantId(tenantId)
                .purpose(purpose)
                .channel(channel)
                .eventTimeNs(eventTimeNs)
                .amountMinor(amountMinor)
                .currency(currency)
                .merchantCategory(merchantCategory)
                .putMerchantCountry((byte) merchantCountry, (byte) (merchantCountry >> 8))
                .putIssuerCountry((byte) issuerCountry, (byte) (issuerCountry >> 8))
                .latitudeMicro(latitudeMicro)
                .longitudeMicro(longitudeMicro);
        encoder.ip().high(ipHigh).low(ipLow);
        buffer.putByte(
                encoder.offset() + TransactionEncoder.actionTakenEncodingOffset(),
                (byte) actionTaken);
        attributes.encode(encoder);
        encoder.putEventId(eventId.bytes(), 0, eventId.length())
                .putCard(card.bytes(), 0, card.length())
                .putAccount(account.bytes(), 0, account.length())
                .putMerchant(merchant.bytes(), 0, merchant.length())
                .putTerminal(terminal.bytes(), 0, terminal.length())
                .putDevice(device.bytes(), 0, device.length())
                .putEmail(email.bytes(), 0, email.length())
                .putEmailDomain(emailDomain.bytes(), 0, emailDomain.length());
        return EventLengths.check(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    private void requireComplete() {
        if (tenantId == 0) {
            throw new EventFieldException("tenantId", "", "is missing");
        }
        eventId.require();
        if (eventTimeNs < 0) {
            throw new EventFieldException("eventTimeNs", "", "is missing");
        }
        if (currency == 0) {
            throw new EventFieldException("amountMinor", "", "is missing");
        }
    }

    private TextField text(KeyField field) {
        return switch (field) {
            case CARD -> card;
            case ACCOUNT -> account;
            case MERCHANT -> merchant;
            case TERMINAL -> terminal;
            case DEVICE -> device;
            case EMAIL -> email;
            case EMAIL_DOMAIN -> emailDomain;
            default -> throw new EventFieldException(field.externalName(), "", "is not a text");
        };
    }
}
