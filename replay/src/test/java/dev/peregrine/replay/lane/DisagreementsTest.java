package dev.peregrine.replay.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.protocol.codec.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of disagreements, held against a list of all payments. */
@Timeout(60)
class DisagreementsTest {
    private static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);

    private record Entry(Judgement judgement, KnownOutcome outcome) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldCountWhatAListOfPaymentsHolds(long seed) {
        Random random = new Random(seed);
        Disagreements table = new Disagreements();
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Judgement judgement =
                    new Judgement(
                            i,
                            ACTIONS.get(random.nextInt(4)),
                            ACTIONS.get(random.nextInt(4)),
                            random.nextInt(10_000),
                            random.nextBoolean() ? List.of("a") : List.of(),
                            List.of(),
                            Map.of("channel", random.nextBoolean() ? "atm" : "ecommerce"));
            table.add(judgement, KnownOutcome.UNKNOWN, 1);
            KnownOutcome outcome = List.of(KnownOutcome.values()).get(random.nextInt(3));
            table.add(judgement, KnownOutcome.UNKNOWN, -1);
            table.add(judgement, outcome, 1);
            all.add(new Entry(judgement, outcome));
        }

        assertThat(table.scored()).isEqualTo(500);
        assertThat(table.changed())
                .isEqualTo(all.stream().filter(e -> e.judgement().isChanged()).count());
        for (KnownOutcome outcome : KnownOutcome.values()) {
            assertThat(table.stopped(false, true).money(outcome))
                    .isEqualTo(
                            all.stream()
                                    .filter(e -> e.outcome() == outcome)
                                    .filter(e -> e.judgement().champion() == Action.APPROVE)
                                    .filter(e -> e.judgement().challenger() != Action.APPROVE)
                                    .mapToLong(e -> e.judgement().amountMinor())
                                    .sum());
        }
        double low = table.fraudMoney().low();
        double high = table.fraudMoney().high();
        long difference =
                table.stopped(false, true).money(KnownOutcome.FRAUD)
                        - table.stopped(true, false).money(KnownOutcome.FRAUD);
        assertThat((double) difference).isBetween(low, high);

        assertThat(written(Disagreements.read(written(table), replicates(table))))
                .isEqualTo(written(table));
        for (Entry entry : all) {
            table.add(entry.judgement(), entry.outcome(), -1);
        }
        assertThat(table.scored()).isZero();
        assertThat(Math.abs(table.fraudMoney().high())).isLessThan(1e-6);
    }

    private static ObjectNode written(Disagreements table) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        table.write(json);
        return json;
    }

    private static ArrayNode replicates(Disagreements table) {
        var json = JsonNodeFactory.instance.arrayNode();
        table.writeReplicates(json);
        return json;
    }
}
