package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.gateway.mapping.TokenHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec against the straight one of {@link PlainCodec}, over messages of any fields. */
@Timeout(120)
class MessageCodecTest {
    private static final int MESSAGES = 400;
    private static final int DAMAGED = 4_000;
    private static final TokenHash TOKENS = new TokenHash(new byte[32]);

    static Stream<Arguments> forms() {
        return Stream.of(Iso8583Version.values())
                .flatMap(
                        version ->
                                Stream.of(Iso8583Encoding.values())
                                        .map(encoding -> Arguments.of(version, encoding)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldReadWhatIsWritten(Iso8583Version version, Iso8583Encoding encoding)
            throws Exception {
        MessageDecoder decoder = new MessageDecoder(version, encoding, TOKENS);
        RandomMessages random = new RandomMessages(1987, version);
        for (int i = 0; i < MESSAGES; i++) {
            String type = random.type();
            Map<Integer, String> fields = random.fields();
            byte[] bytes = PlainCodec.encode(version, encoding, type, fields);

            DecodedMessage message = decoder.decode(bytes);

            assertThat(message.fault()).as("message %d", i).isNull();
            assertThat(message.type().text()).isEqualTo(type);
            for (FieldTable.Row row : FieldTable.of(version).rows()) {
                boolean read = row.use() == FieldTable.Use.READ;
                assertThat(message.value(row.number()))
                        .as("field %d of message %d", row.number(), i)
                        .isEqualTo(read ? fields.get(row.number()) : null);
                assertThat(message.has(row.number())).isEqualTo(fields.containsKey(row.number()));
            }
            assertThat(message.card()).isEqualTo(token(fields));
            assertThat(bytes).containsOnly(0);
        }
    }

    /**
     * Of field 2, or of the digits before the first separator of track 2, if it can be a card's.
     */
    private static String token(Map<Integer, String> fields) {
        String number = fields.get(2);
        if (number == null && fields.containsKey(35)) {
            int separator = fields.get(35).indexOf('D');
            number =
                    separator >= 8 && separator <= 19
                            ? fields.get(35).substring(0, separator)
                            : null;
        }
        return number == null ? null : TOKENS.token(number);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldWriteAsTheStandardSays(Iso8583Version version, Iso8583Encoding encoding) {
        MessageEncoder encoder = new MessageEncoder(version, encoding);
        RandomMessages random = new RandomMessages(1993, version);
        for (int i = 0; i < MESSAGES; i++) {
            String type = random.type();
            Map<Integer, String> fields = new TreeMap<>(random.fields());
            fields.keySet()
                    .removeIf(
                            field ->
                                    FieldTable.of(version).row(field).use() != FieldTable.Use.READ);

            byte[] written = encoder.encode(MessageType.parse(type), fields);

            assertThat(written)
                    .as("message %d", i)
                    .isEqualTo(
                            PlainCodec.frame(PlainCodec.encode(version, encoding, type, fields)));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldBeMendedByNoDamage(Iso8583Version version, Iso8583Encoding encoding) {
        MessageDecoder decoder = new MessageDecoder(version, encoding, TOKENS);
        RandomMessages random = new RandomMessages(2003, version);
        int faults = 0;
        int broken = 0;
        for (int i = 0; i < DAMAGED; i++) {
            byte[] bytes =
                    random.damaged(
                            PlainCodec.encode(version, encoding, random.type(), random.fields()));
            try {
                DecodedMessage message = decoder.decode(bytes);
                faults += message.fault() == null ? 0 : 1;
            } catch (BrokenMessageException e) {
                broken++;
            }
            assertThat(bytes).isEqualTo(new byte[bytes.length]);
        }
        assertThat(faults).isGreaterThan(DAMAGED / 10);
        assertThat(broken).isPositive();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldNameTheFieldThatIsCutOff(Iso8583Version version, Iso8583Encoding encoding) {
        MessageDecoder decoder = new MessageDecoder(version, encoding, TOKENS);
        Map<Integer, String> fields = IsoSamples.purchase(version, 1);
        byte[] whole =
                PlainCodec.encode(version, encoding, IsoSamples.type(version, "100"), fields);
        int answered = 0;
        for (int length = 0; length < whole.length; length++) {
            try {
                DecodedMessage message = decoder.decode(Arrays.copyOf(whole, length));
                assertThat(message.fault()).as("%d bytes", length).isNotNull();
                assertThat(fields).containsKey(Integer.parseInt(message.fault().field()));
                assertThat(message.fault().detail()).isEqualTo("is truncated");
                answered++;
            } catch (BrokenMessageException e) {
                assertThat(e.reason())
                        .isIn(CloseReason.TOO_SHORT, CloseReason.BAD_BITMAP, CloseReason.NO_TRACE);
            }
        }
        assertThat(answered).isGreaterThan(whole.length / 3);
    }

    @Test
    void shouldTakeTheCardOfTrack2() throws Exception {
        for (Iso8583Encoding encoding : Iso8583Encoding.values()) {
            MessageDecoder decoder = new MessageDecoder(Iso8583Version.V1987, encoding, TOKENS);
            Map<Integer, String> fields = IsoSamples.purchase(Iso8583Version.V1987, 1);
            fields.remove(2);

            DecodedMessage message =
                    decoder.decode(
                            PlainCodec.encode(Iso8583Version.V1987, encoding, "0100", fields));

            assertThat(message.card()).isEqualTo(TOKENS.token(IsoSamples.CARD));
        }
    }

    @Test
    void shouldFindFaults() throws Exception {
        assertFault(2, "12345", "must have 8 to 19 digits");
        assertFault(2, "45395787636214X6", "must be digits");
        assertFault(4, "00000000499X", "must be digits");
        assertFault(41, "TER\u00070001", "must be printable ASCII");
        assertFault(32, "123456789012", "is longer than n ..11");
        assertFault(37, "6123456.0001", "must be letters and digits");
    }

    private static void assertFault(int field, String value, String detail) throws Exception {
        MessageDecoder decoder =
                new MessageDecoder(Iso8583Version.V1987, Iso8583Encoding.ASCII, TOKENS);
        Map<Integer, String> fields = IsoSamples.purchase(Iso8583Version.V1987, 1);
        fields.put(field, value);

        DecodedMessage message =
                decoder.decode(
                        PlainCodec.encode(
                                Iso8583Version.V1987, Iso8583Encoding.ASCII, "0100", fields));

        assertThat(message.fault()).isEqualTo(FieldFault.of(field, detail));
        assertThat(message.value(49)).isEqualTo("978");
        assertThat(message.value(field)).isNull();
    }

    @Test
    void shouldRefuseWhatCannotBeAnswered() {
        assertBroken("", CloseReason.TOO_SHORT);
        assertBroken("0100", CloseReason.TOO_SHORT);
        assertBroken("01X02000000000000000", CloseReason.BAD_TYPE);
        assertBroken("0100200000000000000G", CloseReason.BAD_BITMAP);
        assertBroken("0100A000000000000000", CloseReason.BAD_BITMAP);
        assertBroken("01002000000000000000000000", CloseReason.NO_TRACE);
    }

    private static void assertBroken(String text, CloseReason reason) {
        MessageDecoder decoder =
                new MessageDecoder(Iso8583Version.V1987, Iso8583Encoding.ASCII, TOKENS);
        assertThatThrownBy(() -> decoder.decode(text.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOfSatisfying(
                        BrokenMessageException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shouldNameAFieldThatTheVersionDoesNotHave() throws Exception {
        MessageDecoder decoder =
                new MessageDecoder(Iso8583Version.V1987, Iso8583Encoding.ASCII, TOKENS);

        DecodedMessage message =
                decoder.decode(
                        "0800802000000000000080000000000000000000420"
                                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(message.fault()).isEqualTo(FieldFault.of(65, "is no field of this version"));
        assertThat(message.value(11)).isEqualTo("000042");
    }

    @Test
    void shouldNameTheResponseOfEveryRequest() {
        for (String[] pair :
                List.of(
                        new String[] {"0100", "0110"},
                        new String[] {"0101", "0110"},
                        new String[] {"0120", "0130"},
                        new String[] {"0421", "0430"},
                        new String[] {"1804", "1814"})) {
            assertThat(MessageType.parse(pair[0]).response().text()).isEqualTo(pair[1]);
        }
    }
}
