package dev.peregrine.scoring.features;

import dev.peregrine.policy.condition.Literal;
import dev.peregrine.protocol.event.IpAddress;
import dev.peregrine.protocol.event.IpAddressText;
import java.util.List;

/**
 * IP addresses that a condition names. A literal that is not written as {@code tx.ip} would be (an
 * IPv6 address in capitals, say) equals none, as a comparison of texts has it.
 */
final class IpLiterals {
    private final long[] high;
    private final long[] low;
    private int count;

    IpLiterals(List<Literal> literals) {
        high = new long[literals.size()];
        low = new long[literals.size()];
        IpAddress address = new IpAddress();
        for (Literal literal : literals) {
            String text = ((Literal.TextLiteral) literal).value();
            if (address.parse(text)
                    && IpAddressText.of(address.high(), address.low()).equals(text)) {
                high[count] = address.high();
                low[count] = address.low();
                count++;
            }
        }
    }

    boolean contain(TransactionView transaction) {
        long ipHigh = transaction.fields().ip().high();
        long ipLow = transaction.fields().ip().low();
        for (int i = 0; i < count; i++) {
            if (high[i] == ipHigh && low[i] == ipLow) {
                return true;
            }
        }
        return false;
    }
}
