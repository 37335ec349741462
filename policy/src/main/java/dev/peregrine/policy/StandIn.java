package dev.peregrine.policy;

import dev.peregrine.protocol.codec.Action;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to do with a payment on which the engine gives no decision in time: the first row that fits
 * says so, else {@link #otherwise}. A function of the payment alone: it needs no state and no
 * exchange rate, so that a gateway without an engine can apply it.
 *
 * @param rows in order of the file
 * @param otherwise what is done when no row fits: to let pass is to fail open, to decline is to
 *     fail closed
 */
public record StandIn(List<Row> rows, Action otherwise) {
    /** Merchant category of a payment that has none. */
    public static final int NO_CATEGORY = -1;

    public StandIn {
        rows = List.copyOf(rows);
    }

    /**
     * The action on a payment.
     *
     * @param merchant id; empty when absent
     * @param category 0 to 9999, or {@link #NO_CATEGORY}
     * @param amountMinor in minor units of the currency
     * @param currency ISO 4217 numeric code
     */
    public Action actionOn(String merchant, int category, long amountMinor, int currency) {
        for (Row row : rows) {
            if (row.fits(merchant, category, amountMinor, currency)) {
                return row.action();
            }
        }
        return otherwise;
    }

    /**
     * Merchant category codes that follow one another.
     *
     * @param first 0 to 9999
     * @param last {@code first} to 9999; included
     */
    public record Categories(int first, int last) {
        boolean holds(int category) {
            return category >= first && category <= last;
        }
    }

    /**
     * Conditions that must all hold; an empty one always does.
     *
     * @param merchants ids
     * @param categories of the merchant
     * @param amountUpTo greatest amount in minor units by ISO 4217 numeric code; an amount in
     *     another currency does not fit
     * @param action what is done
     */
    public record Row(
            Set<String> merchants,
            List<Categories> categories,
            Map<Integer, Long> amountUpTo,
            Action action) {
        public Row {
            merchants = Set.copyOf(merchants);
            categories = List.copyOf(categories);
            amountUpTo = Map.copyOf(amountUpTo);
        }

        boolean fits(String merchant, int category, long amountMinor, int currency) {
            return (merchants.isEmpty() || merchants.contains(merchant))
                    && (categories.isEmpty()
                            || categories.stream().anyMatch(c -> c.holds(category)))
                    && (amountUpTo.isEmpty()
                            || amountMinor <= amountUpTo.getOrDefault(currency, -1L));
        }
    }
}
