package dev.peregrine.scoring.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.KeyPart;
import dev.peregrine.policy.WhenFull;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.KeyHasher;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EntityKeyTest {
    private final KeyHasher hasher = new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]);

    @Test
    void shouldKeepTheFormOfKeysOfTexts() {
        byte[] form = {
            1, 0, 2, 'c', 'm', 1, 2, 0, 'c', '1', 3, 1, 0, 'm',
        };
        hasher.hash(new UnsafeBuffer(form), 0, form.length);
        long high = hasher.high();
        long low = hasher.low();

        EntityKey key = key(KeyPart.of(KeyField.CARD), KeyPart.of(KeyField.MERCHANT));

        assertThat(key.of(view(payment -> payment.card("c1").merchant("m")))).isTrue();
        assertThat(key.high()).isEqualTo(high);
        assertThat(key.low()).isEqualTo(low);
    }

    @Test
    void shouldWriteEveryOtherFieldAsDocumented() {
        assertForm(
                KeyPart.of(KeyField.MERCHANT_COUNTRY),
                payment -> payment.merchantCountry("DE"),
                9,
                2,
                0,
                'D',
                'E');
        assertForm(
                KeyPart.of(KeyField.ISSUER_COUNTRY),
                payment -> payment.issuerCountry("FR"),
                10,
                2,
                0,
                'F',
                'R');
        assertForm(
                KeyPart.of(KeyField.MERCHANT_CATEGORY),
                payment -> payment.merchantCategory(6011),
                11,
                2,
                0,
                6011 & 0xFF,
                6011 >> 8);
        assertForm(
                KeyPart.of(KeyField.CHANNEL), payment -> payment.channel(Channel.ATM), 12, 1, 0, 6);
        assertForm(
                KeyPart.of(KeyField.CURRENCY),
                UnaryOperator.identity(),
                13,
                2,
                0,
                978 & 0xFF,
                978 >> 8);
        assertForm(
                KeyPart.attribute(258),
                payment -> payment.attribute(3, 1L).attribute(258, "xy"),
                14,
                4,
                0,
                2,
                1,
                'x',
                'y');
        assertForm(
                KeyPart.ipPrefix(20),
                payment -> payment.ip("192.0.255.1"),
                8,
                20,
                16,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0xFF,
                0xFF,
                192,
                0,
                0xF0,
                0);
        assertForm(
                KeyPart.ipPrefix(20),
                payment -> payment.ip("2001:db8:ffff::1"),
                8,
                20,
                16,
                0,
                0x20,
                1,
                0xd,
                0xb8,
                0xff,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    @Test
    void shouldCutAddressesToTheirNetwork() {
        PartsHash network = new PartsHash(List.of(KeyPart.ipPrefix(32)), hasher);

        assertThat(network.valueOf(view(payment -> payment.ip("192.0.2.1"))))
                .isNotEqualTo(network.valueOf(view(payment -> payment.ip("192.0.2.2"))));
        assertThat(network.valueOf(view(payment -> payment.ip("2001:db8:1:2:3::1"))))
                .isEqualTo(network.valueOf(view(payment -> payment.ip("2001:db8:1:2:4::1"))))
                .isNotEqualTo(network.valueOf(view(payment -> payment.ip("2001:db8:1:3::1"))));
    }

    @Test
    void shouldFindNoEntityWhereAPartIsMissing() {
        for (KeyField field :
                List.of(
                        KeyField.CARD,
                        KeyField.IP,
                        KeyField.MERCHANT_COUNTRY,
                        KeyField.ISSUER_COUNTRY,
                        KeyField.MERCHANT_CATEGORY)) {
            assertThat(
                            key(KeyPart.of(KeyField.CHANNEL), KeyPart.of(field))
                                    .of(view(UnaryOperator.identity())))
                    .as(field.externalName())
                    .isFalse();
        }
        PartsHash attribute = new PartsHash(List.of(KeyPart.attribute(4)), hasher);

        assertThat(attribute.valueOf(view(UnaryOperator.identity()))).isEqualTo(PartsHash.MISSING);
        assertThat(attribute.valueOf(view(payment -> payment.attribute(4, ""))))
                .isEqualTo(PartsHash.MISSING);
    }

    @Test
    void shouldFindAttributesByIdAndType() {
        TransactionView view =
                view(payment -> payment.attribute(9, true).attribute(2, -5L).attribute(4, 0.5));

        assertThat(view.attributeLong(view.attributeIndex(2))).isEqualTo(-5);
        assertThat(view.attributeDouble(view.attributeIndex(4))).isEqualTo(0.5);
        assertThat(view.attributeBoolean(view.attributeIndex(9))).isTrue();
        assertThat(view.attributeIndex(3)).isNegative();
        assertThat(view(UnaryOperator.identity()).attributeIndex(9)).isNegative();
    }

    private void assertForm(
            KeyPart part, UnaryOperator<TransactionBuilder> payment, int... expected) {
        byte[] form = new byte[expected.length];
        for (int i = 0; i < form.length; i++) {
            form[i] = (byte) expected[i];
        }
        hasher.hash(new UnsafeBuffer(form), 0, form.length);
        long low = hasher.low();

        assertThat(new PartsHash(List.of(part), hasher).valueOf(view(payment)))
                .as(part.toString())
                .isEqualTo(low);
    }

    private EntityKey key(KeyPart... parts) {
        return new EntityKey(
                1, new EntitySpec("cm", List.of(parts), 1, 1, 0, WhenFull.REFUSE), hasher);
    }

    private static TransactionView view(UnaryOperator<TransactionBuilder> payment) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
        TransactionBuilder builder =
                new TransactionBuilder().tenantId(1).eventId("e").eventTimeNs(0).amount(1, 978);
        payment.apply(builder).encode(buffer, 0);
        return new TransactionView().wrap(buffer, 0);
    }
}
