package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.OutcomeBuilder;
import dev.peregrine.protocol.event.ReversalBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes simulated events as messages of the schema. Allocates nothing. Not thread-safe. */
public final class EventWriter {
    private final int tenantId;
    private final EventIds ids;
    private final TransactionBuilder transactions = new TransactionBuilder();
    private final OutcomeBuilder outcomes = new OutcomeBuilder();
    private final LabelBuilder labels = new LabelBuilder();
    private final ReversalBuilder reversals = new ReversalBuilder();
    private final UnsafeBuffer original =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final byte[] token = new byte[Tokens.LENGTH];

    /**
     * @param tenantId owner of all events
     * @param prefix tells runs apart that share a node; ASCII, at most 32 characters
     */
    public EventWriter(int tenantId, String prefix) {
        this.tenantId = tenantId;
        this.ids = new EventIds(prefix);
    }

    /** Writes header and message at an offset; returns their length in bytes. */
    public int write(SimulatedEvent event, MutableDirectBuffer buffer, int offset) {
        SimulatedTransaction tx = event.transaction;
        if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
            return transaction(tx, buffer, offset);
        }
        int length = transaction(tx, original, 0);
        byte[] id = ids.write(event.kind, event.labelKind, tx.number);
        return switch (event.kind) {
            case OUTCOME -> outcome(event, id, length, buffer, offset);
            case LABEL ->
                    labels.reset()
                            .kind(event.labelKind)
                            .labelTimeNs(event.timeNs)
                            .source(event.labelSource)
                            .eventId(id, 0, id.length)
                            .original(original, 0, length)
                            .encode(buffer, offset);
            default ->
                    reversals
                            .reset()
                            .reversalTimeNs(event.timeNs)
                            .amountMinor(event.reversalAmountMinor)
                            .eventId(id, 0, id.length)
                            .original(original, 0, length)
                            .encode(buffer, offset);
        };
    }

    private int outcome(
            SimulatedEvent event,
            byte[] id,
            int originalLength,
            MutableDirectBuffer buffer,
            int offset) {
        outcomes.reset()
                .outcomeTimeNs(event.timeNs)
                .responseCode(event.responseCode)
                .finalAction(event.approvedByIssuer() ? Action.APPROVE : Action.DECLINE)
                .eventId(id, 0, id.length)
                .original(original, 0, originalLength);
        if (event.avsResult != 0) {
            outcomes.avsResult((char) event.avsResult).cvvResult((char) event.cvvResult);
        }
        if (event.threeDsStatus != 0) {
            outcomes.threeDsStatus((char) event.threeDsStatus);
        }
        return outcomes.encode(buffer, offset);
    }

    private int transaction(SimulatedTransaction tx, MutableDirectBuffer buffer, int offset) {
        byte[] id = ids.write(SimulatedEvent.Kind.TRANSACTION, LabelKind.NULL_VAL, tx.number);
        transactions
                .reset()
                .tenantId(tenantId)
                .purpose(tx.purpose)
                .channel(tx.channel)
                .eventTimeNs(tx.eventTimeNs)
                .amount(tx.amountMinor, tx.currency)
                .merchantCategory(tx.merchantCategory)
                .merchantCountry(tx.merchantCountry())
                .issuerCountry(tx.issuerCountry())
                .location(tx.latitudeMicro, tx.longitudeMicro)
                .eventId(id, 0, id.length);
        if (tx.actionTaken != Action.NULL_VAL) {
            transactions.actionTaken(tx.actionTaken);
        }
        key(KeyField.CARD, Tokens.card(tx.card, token));
        key(KeyField.ACCOUNT, Tokens.account(tx.customer, token));
        key(KeyField.MERCHANT, Tokens.merchant(tx.merchant, token));
        if (tx.online()) {
            byte[] domain = Tokens.emailDomain(tx.emailDomain);
            transactions.ip(tx.ipHigh, tx.ipLow);
            key(KeyField.DEVICE, Tokens.device(tx.device, token));
            key(KeyField.EMAIL, Tokens.email(tx.email, token));
            transactions.key(KeyField.EMAIL_DOMAIN, domain, 0, domain.length);
        } else {
            key(KeyField.TERMINAL, Tokens.terminal(tx.terminal, token));
        }
        return transactions.encode(buffer, offset);
    }

    private void key(KeyField field, int length) {
        transactions.key(field, token, 0, length);
    }
}
