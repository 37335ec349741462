package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.Action;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StandInTest {
    private static final int EUR = 978;
    private static final int USD = 840;
    private static final int JPY = 392;
    private static final int KWD = 414;
    private static final String TABLE =
            """
            deadline: 150ms
            stand_in:
              table:
                - {merchants: [m-1, m-2], action: approve}
                - {merchant_categories: [7995, 5960-5969, "0742"], action: decline}
                - {merchants: [m-3], amount_up_to: {EUR: 100}, action: challenge}
                - {amount_up_to: {EUR: 5000, USD: 5500, JPY: 8000000000}, action: approve}
                - {amount_up_to: {EUR: 50000}, action: review}
              otherwise: decline
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void write() throws Exception {
        bundle = new BundleFixture(dir).write("policy.yaml", BundleFixture.POLICY + TABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "m-1, -1, 999999, 978, APPROVE",
        "m-2, 7995, 999999, 978, APPROVE",
        "m-9, 7995, 1, 978, DECLINE",
        "m-9, 742, 1, 978, DECLINE",
        "m-9, 5959, 1, 978, APPROVE",
        "m-9, 5960, 1, 978, DECLINE",
        "m-9, 5969, 1, 978, DECLINE",
        "m-9, 5970, 1, 978, APPROVE",
        "m-3, -1, 100, 978, CHALLENGE",
        "m-3, -1, 101, 978, APPROVE",
        "'', -1, 5000, 978, APPROVE",
        "'', -1, 5001, 978, REVIEW",
        "'', -1, 50000, 978, REVIEW",
        "'', -1, 50001, 978, DECLINE",
        "'', -1, 5500, 840, APPROVE",
        "'', -1, 5501, 840, DECLINE",
        "'', -1, 8000000000, 392, APPROVE",
        "'', -1, 0, 414, DECLINE"
    })
    void shouldTakeTheFirstRowThatFits(
            String merchant, int category, long amountMinor, int currency, Action action)
            throws Exception {
        StandIn standIn = bundle.load().standIn().orElseThrow();

        assertThat(standIn.actionOn(merchant, category, amountMinor, currency)).isEqualTo(action);
        assertThat(currency).isIn(EUR, USD, JPY, KWD);
    }

    @Test
    void shouldReadTheDeadline() throws Exception {
        assertThat(bundle.load().deadlineNs()).contains(150_000_000L);
    }

    @Test
    void shouldHaveNeitherUnlessAsked() throws Exception {
        bundle.write("policy.yaml", BundleFixture.POLICY);

        assertThat(bundle.load().standIn()).isEmpty();
        assertThat(bundle.load().deadlineNs()).isEmpty();
    }

    @Test
    void shouldFailOpenOrClosedWithoutATable() throws Exception {
        bundle.write("policy.yaml", BundleFixture.POLICY + "stand_in: {otherwise: approve}\n");

        assertThat(bundle.load().standIn().orElseThrow().actionOn("m", 5411, 1L << 53, EUR))
                .isEqualTo(Action.APPROVE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "deadline: 150ms ~ deadline: 0ms ~ 6:11: 'deadline' must be from 1ms to 1m, not"
                        + " '0ms'",
                "deadline: 150ms ~ deadline: soon ~ 6:11: 'deadline' must be a duration such as"
                        + " 90s, 5m, 1h or 7d, not 'soon'",
                "otherwise: decline ~ othrwise: decline ~ 14:3: unknown key 'othrwise'; did you"
                        + " mean 'otherwise'?",
                "otherwise: decline ~ otherwise: fail ~ 14:14: unknown action 'fail'; known:"
                        + " approve, challenge, review, decline",
                "{merchants: [m-1, m-2], action: approve} ~ {action: approve} ~ 9:7: a row without a"
                        + " condition hides all that follow; say it with 'otherwise'",
                "merchants: [m-1, m-2], ~ merchants: [], ~ 9:19: the list is empty; leave it out"
                        + " instead",
                "[7995, ~ [799, ~ 10:30: a merchant category is four digits such as 5411, or a"
                        + " range such as 5960-5969",
                "5960-5969 ~ 5969-5960 ~ 10:36: the range of merchant categories ends before it"
                        + " begins",
                "{EUR: 100} ~ {EURO: 100} ~ 11:41: unknown currency 'EURO' (ISO 4217 letters); did"
                        + " you mean 'EUR'?",
                "{EUR: 100} ~ {EUR: 1.00} ~ 11:46: 'EUR' must be a whole number from 0 to"
                        + " 9007199254740992, not '1.00'",
                "{EUR: 100} ~ {} ~ 11:40: 'amount_up_to' names no currency; it is minor units by"
                        + " currency, such as {EUR: 5000}",
                "{EUR: 100} ~ 100 ~ 11:40: 'amount_up_to' must be a mapping (key: value), not '100'",
            })
    void shouldTellMistakes(String right, String wrong, String message) throws Exception {
        bundle.replace("policy.yaml", right, wrong);

        assertThat(bundle.problems()).contains("policy.yaml:" + message);
    }
}
