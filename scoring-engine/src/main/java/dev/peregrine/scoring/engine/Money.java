package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.RejectCode;

/** Amounts in the base currency. A negative amount is a code. */
final class Money {
    private Money() {}

    /**
     * The amount in minor units of the policy's base currency, or a negative code for {@link
     * #reason}.
     */
    static long toBase(
            long amountMinor,
            int currency,
            PolicyBundle policy,
            ExchangeRates rates,
            long greatest) {
        long converted = rates.convert(amountMinor, currency, policy.baseCurrency());
        if (converted == ExchangeRates.NO_RATE
                && policy.missingRate() == PolicyBundle.MissingRate.NATIVE) {
            converted = amountMinor;
        }
        return converted > greatest ? ExchangeRates.OVERFLOW : converted;
    }

    static RejectCode reason(long code) {
        return code == ExchangeRates.NO_RATE
                ? RejectCode.NO_EXCHANGE_RATE
                : RejectCode.INVALID_FIELD;
    }
}
