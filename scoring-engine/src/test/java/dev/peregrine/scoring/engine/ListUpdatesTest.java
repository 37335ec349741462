package dev.peregrine.scoring.engine;

import static dev.peregrine.protocol.codec.ListMatch.CIDR;
import static dev.peregrine.protocol.codec.ListMatch.EXACT;
import static dev.peregrine.protocol.codec.ListMatch.PREFIX;
import static dev.peregrine.protocol.codec.ListOperation.CLEAR;
import static dev.peregrine.protocol.codec.ListOperation.PUT;
import static dev.peregrine.protocol.codec.ListOperation.REMOVE;
import static dev.peregrine.scoring.engine.EngineDriver.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EventResult.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists change by events, and rules see them from the next event on. */
@Timeout(60)
class ListUpdatesTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir private Path dir;
    private final EngineDriver driver = new EngineDriver();
    private PolicyBundle policy;
    private int ids;

    @BeforeEach
    void activate() throws Exception {
        policy = load(1, ListPolicies.LISTS, ListPolicies.RULES);
        driver.know(policy).activate(policy, "activation-1");
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private PolicyBundle load(int version, String lists, String rules) throws Exception {
        return ListPolicies.load(dir.resolve("v" + version), version, lists, rules);
    }

    @Test
    void shouldDeclineACardFromItsEntryOn() {
        assertThat(decide()).isEqualTo(Action.APPROVE);
        put("blocked_cards", EXACT, "card-1", 0);
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
        assertThat(decide()).isEqualTo(Action.DECLINE);
        assertThat(decide(paymentOf("card-2"))).isEqualTo(Action.APPROVE);
        change(REMOVE, "blocked_cards", EXACT, "card-1");
        assertThat(decide()).isEqualTo(Action.APPROVE);
        change(REMOVE, "blocked_cards", EXACT, "card-1");
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
    }

    @Test
    void shouldRecordRulesThatFiredAndThoseThatWouldHave() {
        put("blocked_cards", EXACT, "card-1", 0);

        assertThat(decide()).isEqualTo(Action.DECLINE);
        assertThat(driver.decision().score()).isEqualTo(10);
        assertThat(driver.result.rulesFired.get(0)).isTrue();
        assertThat(driver.result.rulesFired.next(1)).isNegative();
        assertThat(driver.result.shadowFired.next(0)).isEqualTo(3);
        assertThat(driver.decision().reasons().count()).isEqualTo(1);
    }

    @Test
    void shouldMatchPrefixesAndNetworks() {
        put("test_merchants", PREFIX, "merchant-", 0);
        assertThat(decide()).isEqualTo(Action.REVIEW);
        assertThat(decide(paymentOf("c").merchant("merchant"))).isEqualTo(Action.APPROVE);
        put("hosting", CIDR, "192.0.2.0/24", 0);
        put("hosting", CIDR, "2001:db8::/32", 0);
        assertThat(decide(paymentOf("c").ip("192.0.2.9"))).isEqualTo(Action.CHALLENGE);
        assertThat(decide(paymentOf("c").merchant("m").ip("192.0.3.9"))).isEqualTo(Action.APPROVE);
        assertThat(decide(paymentOf("c").merchant("m").ip("2001:db8::9")))
                .isEqualTo(Action.CHALLENGE);
    }

    @Test
    void shouldNotFireWithoutTheValue() throws Exception {
        PolicyBundle negated =
                load(
                        2,
                        ListPolicies.LISTS,
                        ListPolicies.RULES.replace(
                                "tx.ip in lists.hosting", "\"!(tx.ip in lists.hosting)\""));
        driver.know(negated).activate(negated, "activation-2");

        assertThat(decide()).isEqualTo(Action.APPROVE);
        assertThat(decide(paymentOf("c").ip("192.0.2.9"))).isEqualTo(Action.CHALLENGE);
    }

    @Test
    void shouldEndEntriesByIngressTime() {
        put("blocked_cards", EXACT, "card-1", driver.ingressNs + 2 * SECOND_NS);
        driver.ingressNs += 2 * SECOND_NS - 1;
        assertThat(decide()).isEqualTo(Action.DECLINE);
        driver.ingressNs++;
        assertThat(decide(paymentOf("card-1").eventTimeNs(driver.ingressNs - SECOND_NS)))
                .isEqualTo(Action.APPROVE);
        put("blocked_cards", EXACT, "card-1", 0);
        put("blocked_cards", EXACT, "card-1", driver.ingressNs);
        assertThat(driver.result.status).isEqualTo(EventStatus.EXPIRED);
        assertThat(decide()).isEqualTo(Action.APPROVE);
    }

    @Test
    void shouldRefuseAnEntryBeyondTheCapacityUntilOneEnds() {
        put("blocked_cards", EXACT, "a", 0);
        put("blocked_cards", EXACT, "b", 0);
        put("blocked_cards", EXACT, "c", driver.ingressNs + SECOND_NS);
        assertRefused(RejectCode.CAPACITY, PUT, "blocked_cards", EXACT, "d");
        put("blocked_cards", EXACT, "a", 0);
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
        driver.ingressNs += SECOND_NS;
        put("blocked_cards", EXACT, "d", 0);
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
        change(CLEAR, "blocked_cards", EXACT, "");
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
        put("blocked_cards", EXACT, "e", 0);
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
    }

    @Test
    void shouldRefuseWhatTheBundleDoesNotDeclare() {
        assertRefused(RejectCode.UNKNOWN_LIST, PUT, "other", EXACT, "a");
        assertRefused(RejectCode.UNKNOWN_LIST, REMOVE, "other", EXACT, "a");
        assertRefused(RejectCode.LIST_MISMATCH, PUT, "blocked_cards", PREFIX, "a");
        assertRefused(RejectCode.LIST_MISMATCH, PUT, "blocked_cards", CIDR, "192.0.2.0/24");
        try (EngineDriver fresh = new EngineDriver()) {
            assertThat(fresh.list("1", PUT, EXACT, "blocked_cards", "a", 0).rejectCode)
                    .isEqualTo(RejectCode.NO_POLICY);
        }
    }

    @Test
    void shouldTakeAnEventIdOnce() {
        driver.list("one", PUT, EXACT, "blocked_cards", "card-1", 0);
        driver.list("two", REMOVE, EXACT, "blocked_cards", "card-1", 0);
        EventResult again = driver.list("one", PUT, EXACT, "blocked_cards", "card-1", 0);

        assertThat(again.status).isEqualTo(EventStatus.DUPLICATE);
        assertThat(decide()).isEqualTo(Action.APPROVE);
        assertThat(driver.list("one", PUT, EXACT, "blocked_cards", "card-2", 0).rejectCode)
                .isEqualTo(RejectCode.CONFLICT);
    }

    @Test
    void shouldKeepEntriesWhileAnotherBundleIsActive() throws Exception {
        put("blocked_cards", EXACT, "card-1", 0);
        PolicyBundle other =
                load(
                        2,
                        "lists: [{name: blocked_cards, purpose: block, match: prefix, capacity: 9}]",
                        ListPolicies.RULES.substring(
                                0, ListPolicies.RULES.indexOf("  - id: test")));
        driver.know(other).activate(other, "activation-2");

        assertThat(decide()).isEqualTo(Action.APPROVE);
        assertRefused(RejectCode.LIST_MISMATCH, PUT, "blocked_cards", EXACT, "card-2");
        put("blocked_cards", PREFIX, "card-", 0);
        assertThat(decide()).isEqualTo(Action.DECLINE);

        driver.activate(policy, "activation-3");
        assertThat(decide()).isEqualTo(Action.DECLINE);
        assertThat(decide(paymentOf("card-2"))).isEqualTo(Action.APPROVE);
        change(REMOVE, "blocked_cards", PREFIX, "card-");
        assertThat(driver.result.status).isEqualTo(EventStatus.APPLIED);
    }

    @Test
    void shouldShowEntriesInTheStateHash() {
        String empty = driver.windowsHash();
        put("blocked_cards", EXACT, "card-1", driver.ingressNs + SECOND_NS);
        String one = driver.windowsHash();
        assertThat(one).isNotEqualTo(empty);
        put("test_merchants", PREFIX, "m", 0);
        change(REMOVE, "test_merchants", PREFIX, "m");
        assertThat(driver.windowsHash()).isEqualTo(one);
        driver.ingressNs += SECOND_NS;
        assertThat(driver.windowsHash()).isEqualTo(empty);
    }

    private Action decide() {
        return decide(paymentOf("card-1"));
    }

    private TransactionBuilder paymentOf(String card) {
        return payment("p" + ids++, driver.ingressNs, 100).card(card);
    }

    private Action decide(TransactionBuilder payment) {
        assertThat(driver.send(payment).kind).isEqualTo(Kind.DECISION);
        return driver.decision().action();
    }

    private void put(String list, ListMatch match, String value, long expiresNs) {
        driver.list("e" + ids++, PUT, match, list, value, expiresNs);
    }

    private void change(ListOperation operation, String list, ListMatch match, String value) {
        driver.list("e" + ids++, operation, match, list, value, 0);
    }

    private void assertRefused(
            RejectCode code, ListOperation operation, String list, ListMatch match, String value) {
        String before = driver.stateHash();
        change(operation, list, match, value);
        assertThat(driver.result.kind).isEqualTo(Kind.REFUSED);
        assertThat(driver.result.rejectCode).isEqualTo(code);
        assertThat(driver.stateHash()).isEqualTo(before);
    }
}
