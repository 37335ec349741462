package dev.peregrine.policy;

import dev.peregrine.protocol.KeyField;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the columns of a file become transactions and labels; {@code input.yaml} in the bundle.
 *
 * @param eventId column of the event id
 * @param time column of the event time
 * @param timePattern {@link java.time.format.DateTimeFormatter} pattern, read as UTC
 * @param amount column of the amount
 * @param amountScale decimals of the amount's currency: 2 reads 12.34 as 1234
 * @param amountRounding how an amount with more decimals is rounded
 * @param amountTolerance greatest difference that rounding may make, in major units; beyond it the
 *     row is an error
 * @param currency ISO 4217 numeric code of all amounts
 * @param keys columns of key fields
 * @param label column that says fraud (1) or not (0), if the file has labels
 * @param labelTime column that says when a fraud became known, in the same pattern; empty values
 *     and files without it go by the delay
 * @param labelDelayNs when a fraud becomes known: this long after its event, in nanoseconds
 * @param pastDecision what was decided then, if the file says it
 */
public record CsvMapping(
        String eventId,
        String time,
        String timePattern,
        String amount,
        int amountScale,
        RoundingMode amountRounding,
        double amountTolerance,
        int currency,
        Map<KeyField, String> keys,
        Optional<String> label,
        Optional<String> labelTime,
        long labelDelayNs,
        Optional<PastDecision> pastDecision) {
    public CsvMapping {
        keys = Map.copyOf(keys);
    }

    /**
     * What was decided when the payment was made. No fraud can come of a payment that was declined,
     * so its outcome is unknown.
     *
     * @param column where it is said
     * @param declined values that mean that the payment was declined
     */
    public record PastDecision(String column, Set<String> declined) {
        public PastDecision {
            declined = Set.copyOf(declined);
        }
    }
}
