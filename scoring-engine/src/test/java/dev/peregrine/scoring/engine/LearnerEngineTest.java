package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that learns online inside the engine: what is learned when, and that it is state. */
@Timeout(120)
class LearnerEngineTest {
    private static final PolicyBundle POLICY =
            TestPolicies.withLearner(TestPolicies.everyAggregate(1, 10_000));

    private static EngineDriver driver() {
        EngineDriver driver = new EngineDriver().know(POLICY);
        driver.activate(POLICY, "activation");
        return driver;
    }

    private static LearnerView learner(EngineDriver driver) {
        List<LearnerView> found = new ArrayList<>();
        driver.engine().visitLearners((tenant, view) -> found.add(view));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static TransactionBuilder pay(EngineDriver driver, String id) {
        TransactionBuilder payment = EngineDriver.payment(id, driver.ingressNs, 5_000);
        assertThat(driver.send(payment).kind).isEqualTo(EventResult.Kind.DECISION);
        return payment;
    }

    private static double margin(EngineDriver driver) {
        return driver.result.features[driver.result.featureCount];
    }

    @Test
    void shouldLearnAFraudAtItsLabel() {
        try (EngineDriver driver = driver()) {
            TransactionBuilder payment = pay(driver, "1");
            double before = margin(driver);
            driver.label(payment, "l1", LabelKind.FRAUD, driver.ingressNs);
            assertThat(learner(driver).frauds()).isEqualTo(1);
            driver.label(payment, "l2", LabelKind.CHARGEBACK, driver.ingressNs + 1);
            assertThat(learner(driver).frauds()).isEqualTo(1);
            pay(driver, "2");
            assertThat(margin(driver)).isGreaterThan(before);
        }
    }

    @Test
    void shouldTakeAnUnlabelledPaymentForLegitimateAfterTheHorizon() {
        try (EngineDriver driver = driver()) {
            pay(driver, "1");
            double before = margin(driver);
            driver.ingressNs += TestPolicies.HORIZON_NS;
            pay(driver, "2");
            assertThat(learner(driver).legitimate()).isZero();
            driver.ingressNs += 1;
            pay(driver, "3");
            assertThat(learner(driver).legitimate()).isEqualTo(1);
            assertThat(learner(driver).waiting()).isEqualTo(2);
            assertThat(margin(driver)).isLessThan(before);
        }
    }

    @Test
    void shouldNotUnlearnByARetraction() {
        try (EngineDriver driver = driver()) {
            TransactionBuilder payment = pay(driver, "1");
            driver.label(payment, "l1", LabelKind.FRAUD, driver.ingressNs);
            double[] learned = learner(driver).weights();
            driver.label(payment, "l2", LabelKind.RETRACTION, driver.ingressNs + 1);
            assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
            assertThat(learner(driver).weights()).isEqualTo(learned);
            driver.ingressNs += 2 * TestPolicies.HORIZON_NS;
            driver.send(EngineDriver.payment("2", driver.ingressNs, 1));
            assertThat(learner(driver).weights()).isEqualTo(learned);
            assertThat(learner(driver).legitimate()).isZero();
        }
    }

    @Test
    void shouldNotLearnAnOlderLabelThanTheOneKnown() {
        try (EngineDriver driver = driver()) {
            TransactionBuilder payment = pay(driver, "1");
            driver.label(payment, "l1", LabelKind.LEGITIMATE, driver.ingressNs + 5);
            driver.label(payment, "l2", LabelKind.FRAUD, driver.ingressNs + 4);
            assertThat(driver.result.status).isEqualTo(EventStatus.SUPERSEDED);
            assertThat(learner(driver).frauds()).isZero();
            assertThat(learner(driver).legitimate()).isEqualTo(1);
        }
    }

    @Test
    void shouldPassPaymentsOverWhenItHasNoRoom() {
        try (EngineDriver driver = driver()) {
            for (int i = 0; i < TestPolicies.WAITING + 3; i++) {
                pay(driver, "p" + i);
            }
            assertThat(learner(driver).waiting()).isEqualTo(TestPolicies.WAITING);
            assertThat(learner(driver).passedOver()).isEqualTo(3);
        }
    }

    @Test
    void shouldGoOnWithWhatItLearnedUnderAPolicyWithTheSameModel() {
        byte[] hash = new byte[32];
        hash[0] = 9;
        PolicyBundle next = PolicyBundleBuilder.from(POLICY).hash(new BundleHash(hash), 2).build();
        hash[0] = 10;
        PolicyBundle without =
                PolicyBundleBuilder.from(TestPolicies.everyAggregate(1, 10_000))
                        .hash(new BundleHash(hash), 3)
                        .build();
        try (EngineDriver driver = driver().know(next).know(without)) {
            TransactionBuilder payment = pay(driver, "1");
            driver.label(payment, "l1", LabelKind.FRAUD, driver.ingressNs);
            pay(driver, "2");
            double[] learned = learner(driver).weights();
            driver.activate(next, "a2");
            assertThat(learner(driver).weights()).isEqualTo(learned);
            assertThat(learner(driver).waiting()).isEqualTo(2);
            driver.activate(without, "a3");
            driver.engine().visitLearners((t, view) -> assertThat(view).isNull());
            driver.activate(POLICY, "a4");
            assertThat(learner(driver).waiting()).isZero();
            assertThat(learner(driver).weights()).isNotEqualTo(learned);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLearnTheSameFromTheSameEvents(long seed) {
        try (EngineDriver one = driver();
                EngineDriver other =
                        new EngineDriver(ChronicleFeatureStoreFactory.inMemory()).know(POLICY)) {
            other.activate(POLICY, "activation");
            RandomTraffic forOne = new RandomTraffic(seed);
            RandomTraffic forOther = new RandomTraffic(seed);
            String empty = one.engine().hash().learner();
            for (int i = 0; i < 10_000; i++) {
                forOne.next(one);
                forOther.next(other);
                if (i % 1_000 == 0) {
                    assertThat(other.stateHash()).isEqualTo(one.stateHash());
                }
            }
            assertThat(other.engine().hash()).isEqualTo(one.engine().hash());
            assertThat(one.engine().hash().learner()).isNotEqualTo(empty);
            assertThat(learner(one).frauds()).isPositive();
            assertThat(learner(one).legitimate()).isPositive();
            assertThat(learner(one).weights()).isEqualTo(learner(other).weights());
        }
    }
}
