package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.condition.Comparison;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.condition.ConditionField.OfAttribute;
import dev.peregrine.policy.condition.ConditionField.OfOutcome;
import dev.peregrine.policy.condition.ConditionField.OfTransaction;
import dev.peregrine.policy.condition.Literal.IntegerLiteral;
import dev.peregrine.policy.condition.Literal.TextLiteral;
import dev.peregrine.policy.condition.OutcomeVariable;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.AttributeType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeatureLanguageTest {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final String FRAME =
            """
            lateness: 10m
            entities:
              e: {key: %s, capacity: 10, max_events: 20, ttl: 100d, when_full: evict_oldest}
            features:
              - {name: n_1h, %s}
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle =
                new BundleFixture(dir)
                        .write(
                                "attributes.yaml",
                                """
                                attributes:
                                  - {id: 0, name: size, type: integer, description: d}
                                  - {id: 7, name: hint, type: double}
                                  - {id: 8, name: gift, type: boolean}
                                  - {id: 65534, name: club, type: string}
                                """)
                        .write(
                                "zones.yaml",
                                """
                                zones:
                                  Europe/Berlin:
                                    offset: +01:00
                                    transitions:
                                      - {at: 2025-03-30T01:00:00Z, offset: +02:00}
                                      - {at: 2025-10-26T01:00:00Z, offset: +01:00}
                                """);
    }

    @Test
    void shouldReadKeysTimeToLiveAndWhatHappensAtCapacity() throws Exception {
        String key = "[card, ip/24, attr.club, merchant_country, channel]";
        bundle.write("features.yaml", FRAME.formatted(key, "aggregate: value, field: hour"));

        assertThat(bundle.load().features().entities())
                .containsExactly(
                        new EntitySpec(
                                "e",
                                List.of(
                                        KeyPart.of(KeyField.CARD),
                                        KeyPart.ipPrefix(24),
                                        KeyPart.attribute(65534),
                                        KeyPart.of(KeyField.MERCHANT_COUNTRY),
                                        KeyPart.of(KeyField.CHANNEL)),
                                10,
                                20,
                                TimeUnit.DAYS.toNanos(100),
                                WhenFull.EVICT_OLDEST));
    }

    @Test
    void shouldReadTheTenantsAttributes() throws Exception {
        PolicyBundle loaded = bundle.load();

        assertThat(loaded.attributes())
                .containsExactly(
                        new AttributeSpec(0, "size", AttributeType.INTEGER),
                        new AttributeSpec(7, "hint", AttributeType.DOUBLE),
                        new AttributeSpec(8, "gift", AttributeType.BOOLEAN),
                        new AttributeSpec(65534, "club", AttributeType.STRING));
        bundle.replace("attributes.yaml", "name: size", "name: sizes");
        assertThat(bundle.load().hash()).isNotEqualTo(loaded.hash());
    }

    @Test
    void shouldReadEveryWindow() throws Exception {
        Zone berlin =
                new Zone(
                        "Europe/Berlin",
                        new int[] {3600, 7200, 3600},
                        new long[] {
                            TimeUnit.SECONDS.toNanos(1743296400),
                            TimeUnit.SECONDS.toNanos(1761440400)
                        });

        assertThat(window("1h")).isEqualTo(Window.sliding(HOUR_NS, 0));
        assertThat(window("1h, delay: 2h")).isEqualTo(Window.sliding(HOUR_NS, 2 * HOUR_NS));
        assertThat(window("{tumbling: 1h}")).isEqualTo(Window.tumbling(HOUR_NS, 0));
        assertThat(window("{calendar: day, zone: Europe/Berlin}"))
                .isEqualTo(Window.calendar(CalendarUnit.DAY, berlin, 0));
        assertThat(window("{calendar: month, zone: UTC}, delay: 1h"))
                .isEqualTo(Window.calendar(CalendarUnit.MONTH, Zone.UTC, HOUR_NS));
        assertThat(window("{last: 20}")).isEqualTo(Window.lastEvents(20, 0));
        assertThat(window("{session: 1h}")).isEqualTo(Window.session(HOUR_NS));
        assertThat(window("forever")).isEqualTo(Window.forever(0));
    }

    @Test
    void shouldKnowAZonesOffsetAtEveryTime() throws Exception {
        Zone zone = window("{calendar: week, zone: Europe/Berlin}").zone();
        long summerNs = TimeUnit.SECONDS.toNanos(1743296400);

        assertThat(zone.offsetSecondsAt(0)).isEqualTo(3600);
        assertThat(zone.offsetSecondsAt(summerNs - 1)).isEqualTo(3600);
        assertThat(zone.offsetSecondsAt(summerNs)).isEqualTo(7200);
        assertThat(zone.offsetSecondsAt(Long.MAX_VALUE)).isEqualTo(3600);
    }

    @Test
    void shouldReadWhatAggregatesTake() throws Exception {
        assertThat(feature("aggregate: mean, entity: e, window: 1h, field: attr.size").field())
                .isEqualTo(ValueField.attribute(0, AttributeType.INTEGER));
        assertThat(feature("aggregate: trend, entity: e, window: 1h, unit: major"))
                .returns(ValueField.AMOUNT, FeatureSpec::field)
                .returns(true, FeatureSpec::majorUnits)
                .returns(FeatureType.DOUBLE, FeatureSpec::type);
        assertThat(feature("aggregate: decayed_sum, entity: e, half_life: 1h, description: d"))
                .returns(HOUR_NS, FeatureSpec::halfLifeNs)
                .returns(null, FeatureSpec::window)
                .returns("d", FeatureSpec::description);
        assertThat(feature("aggregate: distinct, entity: e, window: 1h, of: [ip/8, device]"))
                .returns(List.of(KeyPart.ipPrefix(8), KeyPart.of(KeyField.DEVICE)), FeatureSpec::of)
                .returns(1024, FeatureSpec::maxDistinct);
        assertThat(feature("aggregate: value, field: attr.gift").type())
                .isEqualTo(FeatureType.BOOLEAN);
        assertThat(feature("aggregate: value, field: attr.hint").type())
                .isEqualTo(FeatureType.DOUBLE);
        assertThat(feature("aggregate: max, entity: e, window: 1h").type())
                .isEqualTo(FeatureType.INTEGER);
        assertThat(feature("aggregate: first_time, entity: e, window: 1h").maxDistinct()).isZero();
    }

    @Test
    void shouldTranslateConditions() throws Exception {
        OfTransaction amount = new OfTransaction(TransactionVariable.AMOUNT_MINOR);
        OfTransaction channel = new OfTransaction(TransactionVariable.CHANNEL);

        assertThat(where("-5 < tx.amount_minor"))
                .isEqualTo(
                        new Condition.Compare(amount, Comparison.GREATER, new IntegerLiteral(-5)));
        assertThat(where("!outcome.approved || has(attr.club) && true"))
                .isEqualTo(
                        new Condition.Or(
                                new Condition.Not(
                                        new Condition.BoolField(
                                                new OfOutcome(OutcomeVariable.APPROVED))),
                                new Condition.And(
                                        new Condition.Has(
                                                new OfAttribute(65534, AttributeType.STRING)),
                                        new Condition.Constant(true))));
        assertThat(where("tx.channel in [\"atm\", \"chip\"]"))
                .isEqualTo(
                        new Condition.In(
                                channel, List.of(new TextLiteral("atm"), new TextLiteral("chip"))));
        assertThat(where("tx.channel != attr.club"))
                .isEqualTo(
                        new Condition.Compare(
                                channel,
                                Comparison.NOT_EQUAL,
                                new OfAttribute(65534, AttributeType.STRING)));
    }

    private Window window(String rest) throws Exception {
        return feature("aggregate: count, entity: e, window: " + rest).window();
    }

    private Condition where(String condition) throws Exception {
        return feature("aggregate: count, entity: e, window: 1h, where: '" + condition + "'")
                .where();
    }

    private FeatureSpec feature(String rest) throws Exception {
        bundle.write("features.yaml", FRAME.formatted("[card]", rest));
        bundle.when("tx.amount_minor > 0");
        return bundle.load().features().features().get(0);
    }
}
