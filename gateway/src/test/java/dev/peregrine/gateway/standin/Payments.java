package dev.peregrine.gateway.standin;

import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.json.StandInReason;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Payments and stand-ins for tests of the spool. */
final class Payments {
    static final StandInDecision.Policy POLICY =
            new StandInDecision.Policy("shop", 3, "ab".repeat(32));

    private Payments() {}

    /** A payment of 1234 EUR cents that wants a decision. */
    static byte[] payment(String eventId) {
        return payment(eventId, 1234);
    }

    static byte[] payment(String eventId, long amountMinor) {
        byte[] buffer = new byte[ProtocolLimits.MAX_EVENT_LENGTH];
        int length =
                new TransactionBuilder()
                        .tenantId(1)
                        .eventId(eventId)
                        .eventTimeNs(1_700_000_000_000_000_000L)
                        .amount(amountMinor, 978)
                        .card("card-1")
                        .merchant("m-1")
                        .merchantCategory(5411)
                        .encode(new UnsafeBuffer(buffer), 0);
        return Arrays.copyOf(buffer, length);
    }

    static StandInDecision standIn(String eventId) {
        return new StandInDecision(1, eventId, Action.APPROVE, StandInReason.DEADLINE, POLICY);
    }
}
