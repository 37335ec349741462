package dev.peregrine.replay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client that asks about payments, asks again until it is answered and sometimes afterwards,
 * sends other payments under ids it has used, labels what it has got a decision for, and remembers
 * what it was told.
 */
final class SimulatedClient {
    static final int CARDS = 3;
    private static final long RETRY_NS = 20_000_000;
    private static final int EUR = 978;

    private final List<Request> requests = new ArrayList<>();
    private final Map<String, Request> decided = new HashMap<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final Chance chance;

    /** Something to be answered. */
    static final class Request {
        final String id;
        final int card;
        final byte[] message;
        final boolean label;
        boolean answered;
        boolean conflict;
        DirectBuffer body;
        long nextSendNs;

        Request(String id, int card, byte[] message, boolean label) {
            this.id = id;
            this.card = card;
            this.message = message;
            this.label = label;
        }
    }

    SimulatedClient(Chance chance, int payments, long timeNs) {
        this.chance = chance;
        for (int i = 0; i < payments; i++) {
            int card = chance.below(CARDS);
            long at = timeNs + i * 1_000_000L - chance.below(5_000_000);
            pay("p" + i, card, at, 100);
            if (chance.below(8) == 0) {
                pay("p" + i, chance.below(CARDS), at, 200);
            }
        }
    }

    /** Adds a payment. */
    Request pay(String id, int card, long timeNs, long amount) {
        int length =
                new TransactionBuilder()
                        .tenantId(1)
                        .eventId(id)
                        .eventTimeNs(timeNs)
                        .amount(amount, EUR)
                        .card("card-" + card)
                        .merchant("merchant-" + card)
                        .encode(buffer, 0);
        return add(id, card, length, false);
    }

    private void label(Request payment, long timeNs) {
        UnsafeBuffer original = new UnsafeBuffer(payment.message);
        int length =
                new LabelBuilder()
                        .kind(LabelKind.FRAUD)
                        .labelTimeNs(timeNs)
                        .eventId("label-" + payment.id)
                        .original(original, 0, payment.message.length)
                        .encode(buffer, 0);
        add("label-" + payment.id, payment.card, length, true);
    }

    private Request add(String id, int card, int length, boolean label) {
        byte[] message = new byte[length];
        buffer.getBytes(0, message);
        Request request = new Request(id, card, message, label);
        requests.add(request);
        return request;
    }

    /** What is to be sent now: an index of a request; negative for none. */
    int next(long nowNs) {
        int i = chance.below(requests.size());
        Request request = requests.get(i);
        boolean wanted = !request.answered || chance.mishap(50);
        if (!wanted || request.nextSendNs > nowNs) {
            return -1;
        }
        request.nextSendNs = nowNs + RETRY_NS;
        return i;
    }

    byte[] message(int index) {
        return requests.get(index).message;
    }

    boolean allAnswered() {
        return requests.stream().allMatch(request -> request.answered);
    }

    void onDecision(int index, DirectBuffer body, long nowNs) {
        Request request = requests.get(index);
        assertThat(request.label).as("%s is a label", request.id).isFalse();
        assertThat(request.conflict).as("%s was a conflict before", request.id).isFalse();
        if (request.body != null) {
            assertThat(body).as("second answer to %s", request.id).isEqualTo(request.body);
            return;
        }
        Request other = decided.putIfAbsent(request.id, request);
        assertThat(other).as("two payments decided as %s", request.id).isNull();
        request.body = body;
        request.answered = true;
        if (!request.id.startsWith("probe") && chance.below(4) == 0) {
            label(request, nowNs);
        }
    }

    void onAcknowledged(int index, EventStatus status) {
        Request request = requests.get(index);
        assertThat(request.label).as("%s is a payment", request.id).isTrue();
        assertThat(status).as("%s", request.id).isIn(EventStatus.APPLIED, EventStatus.DUPLICATE);
        request.answered = true;
    }

    void onRefused(int index, RejectCode code) {
        Request request = requests.get(index);
        assertThat(code).as("%s", request.id).isEqualTo(RejectCode.CONFLICT);
        assertThat(request.body).as("%s was decided before", request.id).isNull();
        request.conflict = true;
        request.answered = true;
    }

    /** What must hold when everything is answered. */
    void check() {
        for (Request request : requests) {
            if (request.conflict) {
                assertThat(decided.get(request.id))
                        .as("%s, in conflict with itself", request.id)
                        .isNotNull()
                        .isNotSameAs(request);
            }
        }
    }

    /** Payments of a card that got a decision. */
    long decided(int card) {
        return decided.values().stream().filter(request -> request.card == card).count();
    }

    /** Labels of payments of a card. */
    long labelled(int card) {
        return requests.stream().filter(r -> r.label && r.card == card).count();
    }

    /** A last payment for each card, whose features count the ones before. */
    List<Integer> probe(long timeNs) {
        int first = requests.size();
        IntStream.range(0, CARDS).forEach(card -> pay("probe-" + card, card, timeNs, 100));
        return IntStream.range(first, requests.size()).boxed().toList();
    }
}
