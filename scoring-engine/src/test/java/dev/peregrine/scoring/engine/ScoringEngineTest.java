package dev.peregrine.scoring.engine;

import static dev.peregrine.scoring.engine.EngineDriver.START_NS;
import static dev.peregrine.scoring.engine.EngineDriver.payment;
import static dev.peregrine.scoring.engine.TestPolicies.EUR;
import static dev.peregrine.scoring.engine.TestPolicies.HOUR_NS;
import static dev.peregrine.scoring.engine.TestPolicies.USD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EventResult.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScoringEngineTest {
    private static final int CARD_COUNT = 0;
    private static final int CARD_SUM = 1;
    private static final int CARD_MEAN = 2;
    private static final int MERCHANT_RISK = 3;
    private static final int CARD_IDLE = 4;
    private static final int NEW_MERCHANT = 5;
    private static final int AMOUNT = 6;
    private static final int NIGHT = 7;

    private final EngineDriver driver = new EngineDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldDecideWithFeaturesAsOfTheEventItself() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        EventResult result = driver.send(payment("2", START_NS + 60_000_000_000L, 500));

        assertThat(result.kind).isEqualTo(Kind.DECISION);
        assertThat(driver.feature(CARD_COUNT)).isEqualTo(2);
        assertThat(driver.feature(CARD_SUM)).isEqualTo(1500);
        assertThat(driver.feature(CARD_MEAN)).isEqualTo(750);
        assertThat(driver.feature(CARD_IDLE)).isEqualTo(60);
        assertThat(driver.feature(NEW_MERCHANT)).isEqualTo(0);
        assertThat(driver.feature(AMOUNT)).isEqualTo(500);
        assertThat(driver.decision().action()).isEqualTo(Action.APPROVE);
        assertThat(driver.decision().score()).isEqualTo(100);
        assertThat(driver.decision().sequence()).isEqualTo(driver.sequence);
    }

    @Test
    void shouldMarkFirstTimeAndNight() {
        driver.withPolicy();
        long midnight = START_NS - START_NS % (24 * HOUR_NS);
        driver.send(payment("1", midnight + 6 * HOUR_NS, 1000));
        assertThat(driver.feature(NEW_MERCHANT)).isEqualTo(1);
        assertThat(driver.feature(NIGHT)).isEqualTo(1);
        assertThat(driver.feature(CARD_IDLE)).isNaN();
        driver.send(payment("2", midnight + 7 * HOUR_NS, 1000).merchant("merchant-2"));
        assertThat(driver.feature(NEW_MERCHANT)).isEqualTo(1);
        assertThat(driver.feature(NIGHT)).isEqualTo(0);
    }

    @Test
    void shouldLeaveFeaturesMissingWithoutTheirEntity() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000).card(""));
        assertThat(driver.result.kind).isEqualTo(Kind.DECISION);
        assertThat(driver.feature(CARD_COUNT)).isNaN();
        assertThat(driver.feature(MERCHANT_RISK)).isEqualTo(0);
    }

    @Test
    void shouldCountALateEventWhereItBelongs() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 100));
        driver.send(payment("3", START_NS + 3_000, 300));
        driver.send(payment("2", START_NS + 2_000, 200));
        assertThat(driver.feature(CARD_COUNT)).isEqualTo(2);
        assertThat(driver.feature(CARD_SUM)).isEqualTo(300);
        driver.send(payment("4", START_NS + 4_000, 400));
        assertThat(driver.feature(CARD_COUNT)).isEqualTo(4);
        assertThat(driver.feature(CARD_SUM)).isEqualTo(1000);
    }

    @Test
    void shouldNotCountAPaymentAgainWhoseIdIsForgotten() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        driver.ingressNs = START_NS + 24 * HOUR_NS + HOUR_NS / 2;
        driver.send(payment("2", driver.ingressNs, 500));
        EventResult result = driver.send(payment("1", START_NS, 1000));
        assertThat(result.kind).isEqualTo(Kind.REFUSED);
        assertThat(result.rejectCode).isEqualTo(RejectCode.DECISION_UNAVAILABLE);
        driver.send(payment("3", driver.ingressNs + 1_000_000_000L, 100));
        assertThat(driver.feature(CARD_IDLE)).isEqualTo(1);
    }

    @Test
    void shouldAnswerADuplicateWithTheOriginalsPlace() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        long original = driver.sequence;
        String before = driver.stateHash();
        EventResult result = driver.send(payment("1", START_NS, 1000));
        assertThat(result.kind).isEqualTo(Kind.DUPLICATE_DECISION);
        assertThat(result.originalSequence).isEqualTo(original);
        assertThat(driver.stateHash()).isEqualTo(before);
    }

    @Test
    void shouldTakeTheSamePaymentSentAsBackFillForADuplicate() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        TransactionBuilder again =
                payment("1", START_NS, 1000).purpose(Purpose.BACK_FILL).actionTaken(Action.APPROVE);
        assertThat(driver.send(again).kind).isEqualTo(Kind.ACK);
        assertThat(driver.result.status).isEqualTo(EventStatus.DUPLICATE);
    }

    @Test
    void shouldRefuseOtherContentUnderTheSameId() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        String before = driver.stateHash();
        expectRefused(driver.send(payment("1", START_NS, 1001)), RejectCode.CONFLICT);
        expectRefused(
                driver.send(payment("1", START_NS, 1000).device("other")), RejectCode.CONFLICT);
        assertThat(driver.stateHash()).isEqualTo(before);
    }

    @Test
    void shouldForgetAnIdAfterItsRetention() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        driver.ingressNs += 26 * HOUR_NS;
        assertThat(driver.send(payment("1", driver.ingressNs, 1)).kind).isEqualTo(Kind.DECISION);
    }

    @Test
    void shouldRefuseWithoutAPolicyAndHaltWithoutItsBundle() {
        expectRefused(driver.send(payment("1", START_NS, 1000)), RejectCode.NO_POLICY);
        assertThatThrownBy(() -> driver.activate(TestPolicies.everyAggregate(7, 10), "a"))
                .isInstanceOf(EngineHaltException.class)
                .hasRootCauseMessage("no such bundle");
    }

    @Test
    void shouldConvertMoneyHalfEvenAndRefuseWithoutARate() {
        driver.withPolicy();
        TransactionBuilder dollars = payment("1", START_NS, 25).amount(25, USD);
        expectRefused(driver.send(dollars), RejectCode.NO_EXCHANGE_RATE);
        driver.rate("r1", USD, EUR, 9, 1);
        assertThat(driver.send(dollars).kind).isEqualTo(Kind.DECISION);
        assertThat(driver.feature(AMOUNT)).isEqualTo(22);
        driver.send(payment("2", START_NS, 35).amount(35, USD));
        assertThat(driver.feature(AMOUNT)).isEqualTo(32);
    }

    @Test
    void shouldRefuseATimeFromAnotherDay() {
        driver.withPolicy();
        expectRefused(
                driver.send(payment("1", START_NS + 25 * HOUR_NS, 1000)), RejectCode.TOO_EARLY);
        expectRefused(
                driver.send(payment("2", START_NS - 48 * HOUR_NS, 1000)), RejectCode.TOO_LATE);
        EventResult result =
                driver.send(payment("3", START_NS - 48 * HOUR_NS, 1000).purpose(Purpose.BACK_FILL));
        assertThat(result.status).isEqualTo(EventStatus.EXPIRED);
    }

    @Test
    void shouldRefuseWhenAnEntityTypeIsFullAndLeaveTheStateAlone() {
        driver.know(TestPolicies.everyAggregate(1, 1))
                .activate(TestPolicies.everyAggregate(1, 1), "a");
        driver.send(payment("1", START_NS, 1000));
        String before = driver.stateHash();
        expectRefused(driver.send(payment("2", START_NS, 1).card("card-2")), RejectCode.CAPACITY);
        assertThat(driver.stateHash()).isEqualTo(before);
        assertThat(driver.send(payment("3", START_NS, 1)).kind).isEqualTo(Kind.DECISION);
    }

    @Test
    void shouldCountALabelFromItsOwnPlaceInTheOrder() {
        driver.withPolicy();
        TransactionBuilder fraud = payment("1", START_NS, 1000);
        driver.send(fraud);
        driver.send(payment("2", START_NS + 1, 1000));
        long later = START_NS + 2 * HOUR_NS;
        driver.ingressNs = later;
        driver.send(payment("3", later, 1));
        assertThat(driver.feature(MERCHANT_RISK)).isEqualTo(0);
        assertThat(driver.label(fraud, "l1", LabelKind.CHARGEBACK, later).status)
                .isEqualTo(EventStatus.APPLIED);
        driver.send(payment("4", later + 1, 1));
        assertThat(driver.feature(MERCHANT_RISK)).isEqualTo(0.5);
    }

    @Test
    void shouldLetTheLatestLabelWin() {
        driver.withPolicy();
        TransactionBuilder fraud = payment("1", START_NS, 1000);
        driver.send(fraud);
        driver.ingressNs = START_NS + 2 * HOUR_NS;
        driver.label(fraud, "l1", LabelKind.FRAUD, 1000);
        assertThat(driver.label(fraud, "l0", LabelKind.LEGITIMATE, 999).status)
                .isEqualTo(EventStatus.SUPERSEDED);
        assertRisk(1);
        driver.label(fraud, "l2", LabelKind.RETRACTION, 1001);
        assertRisk(0);
        assertThat(driver.label(fraud, "l3", LabelKind.FRAUD, 1000).status)
                .isEqualTo(EventStatus.SUPERSEDED);
        driver.label(fraud, "l4", LabelKind.FRAUD, 1001);
        assertRisk(1);
    }

    @Test
    void shouldApplyALabelOnceOnly() {
        driver.withPolicy();
        TransactionBuilder fraud = payment("1", START_NS, 1000);
        driver.send(fraud);
        driver.label(fraud, "l1", LabelKind.FRAUD, 1000);
        String before = driver.stateHash();
        assertThat(driver.label(fraud, "l1", LabelKind.FRAUD, 1000).status)
                .isEqualTo(EventStatus.DUPLICATE);
        assertThat(driver.stateHash()).isEqualTo(before);
    }

    @Test
    void shouldRefuseACorrectionOfAnUnknownPayment() {
        driver.withPolicy();
        TransactionBuilder unknown = payment("9", START_NS, 1000);
        expectRefused(driver.label(unknown, "l", LabelKind.FRAUD, 1), RejectCode.UNKNOWN_TARGET);
        expectRefused(driver.reverse(unknown, "r", 10), RejectCode.UNKNOWN_TARGET);
        expectRefused(driver.outcome(unknown, "o", "05"), RejectCode.UNKNOWN_TARGET);
        TransactionBuilder old = payment("8", START_NS - 48 * HOUR_NS, 1000);
        assertThat(driver.label(old, "l2", LabelKind.FRAUD, 1).status)
                .isEqualTo(EventStatus.EXPIRED);
    }

    @Test
    void shouldTakeAReversedPaymentOut() {
        driver.withPolicy();
        TransactionBuilder whole = payment("1", START_NS, 1000);
        TransactionBuilder part = payment("2", START_NS + 1, 1000);
        driver.send(whole);
        driver.send(part);
        driver.reverse(whole, "r1", 1000);
        driver.reverse(part, "r2", 400);
        driver.send(payment("3", START_NS + 2, 1));
        assertThat(driver.feature(CARD_COUNT)).isEqualTo(2);
        assertThat(driver.feature(CARD_SUM)).isEqualTo(601);
    }

    @Test
    void shouldKeepAnOutcomeInTheState() {
        driver.withPolicy();
        TransactionBuilder paid = payment("1", START_NS, 1000);
        driver.send(paid);
        String before = driver.windowsHash();
        assertThat(driver.outcome(paid, "o1", "05").status).isEqualTo(EventStatus.APPLIED);
        assertThat(driver.windowsHash()).isNotEqualTo(before);
    }

    @Test
    void shouldKeepTheResponseThatAnOutcomeWithoutOneFollows() {
        driver.withPolicy();
        TransactionBuilder paid = payment("1", START_NS, 1000);
        driver.send(paid);
        String unknown = driver.windowsHash();
        assertThat(driver.outcome(paid, "o1", "").status).isEqualTo(EventStatus.APPLIED);
        assertThat(driver.windowsHash()).isEqualTo(unknown);
        driver.outcome(paid, "o2", "05");
        String declined = driver.windowsHash();
        driver.outcome(paid, "o3", "");
        assertThat(driver.windowsHash()).isEqualTo(declined);
    }

    @Test
    void shouldKeepStateAcrossAPolicyWithTheSameEntities() {
        driver.withPolicy();
        driver.send(payment("1", START_NS, 1000));
        driver.know(TestPolicies.everyAggregate(2, 10_000));
        driver.activate(TestPolicies.everyAggregate(2, 10_000), "activation-2");
        driver.send(payment("2", START_NS + 1, 1000));
        assertThat(driver.feature(CARD_COUNT)).isEqualTo(2);
        assertThat(driver.decision().policyVersion()).isEqualTo(2);
    }

    @Test
    void shouldQuarantineWhatItCannotReadBeforeAnyEffect() {
        driver.withPolicy();
        String before = driver.stateHash();
        expectRefused(driver.sendTorn(payment("1", START_NS, 1000)), RejectCode.QUARANTINED);
        assertThat(driver.stateHash()).isEqualTo(before);
    }

    private void assertRisk(double expected) {
        long time = START_NS + 2 * HOUR_NS + driver.sequence;
        driver.send(payment("probe-" + driver.sequence, time, 1));
        assertThat(driver.feature(MERCHANT_RISK)).isEqualTo(expected);
    }

    private static void expectRefused(EventResult result, RejectCode... codes) {
        assertThat(result.kind).isEqualTo(Kind.REFUSED);
        assertThat(result.rejectCode).isIn((Object[]) codes);
    }
}
