package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Amounts of payments in the base currency, for who follows the journal beside an engine: the same
 * rates and the same rounding. One thread.
 */
public final class BaseAmounts {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ExchangeRateDecoder rate = new ExchangeRateDecoder();
    private final Map<Integer, ExchangeRates> tenants = new TreeMap<>();

    /** Takes an ExchangeRate event that the engine took, with its header. */
    public void onExchangeRate(DirectBuffer buffer, int offset) {
        rate.wrapAndApplyHeader(buffer, offset, header);
        rates(rate.tenantId())
                .put(rate.fromCurrency(), rate.toCurrency(), rate.rate(), rate.scale());
    }

    /**
     * A payment's amount in minor units of the policy's base currency; 0 where there is no rate.
     */
    public long of(TransactionView transaction, PolicyBundle policy) {
        long amount =
                Money.toBase(
                        transaction.fields().amountMinor(),
                        transaction.fields().currency(),
                        policy,
                        rates(transaction.fields().tenantId()),
                        ProtocolLimits.MAX_AMOUNT_MINOR);
        return Math.max(0, amount);
    }

    /** Saves the rates. */
    public void save(StateSink sink) {
        sink.putLong(tenants.size());
        tenants.forEach(
                (tenantId, rates) -> {
                    sink.putLong(tenantId);
                    rates.save(sink);
                });
    }

    /** Loads what {@link #save} saved. */
    public void load(StateSource source) {
        for (long left = source.getLong(); left > 0; left--) {
            rates(Math.toIntExact(source.getLong())).load(source);
        }
    }

    private ExchangeRates rates(int tenantId) {
        return tenants.computeIfAbsent(tenantId, id -> new ExchangeRates());
    }
}
