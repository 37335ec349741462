package dev.peregrine.gateway.format;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds the numbers and sums that a message states against its transactions. */
final class IsoTotals {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}");
    private static final Pattern SUM = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,17})?");

    private IsoTotals() {}

    /**
     * What does not match.
     *
     * @param reason in the table of reasons
     * @param detail for people
     */
    record Mismatch(String reason, String detail) {}

    /**
     * Compares the header of a message, or of a group in it.
     *
     * @param header element with the totals
     * @param place of the header in the message, for people
     * @param needsCount whether the number has to be there
     * @param message which kind
     * @param transactions that the totals are of
     */
    static Optional<Mismatch> check(
            XmlElement header,
            String place,
            boolean needsCount,
            IsoMessage message,
            List<XmlElement> transactions) {
        String count = header.get("NbOfTxs");
        if (count == null ? needsCount : !COUNT.matcher(count).matches()) {
            return Optional.of(
                    new Mismatch("no_count", place + "/NbOfTxs is missing or no number"));
        }
        if (count != null && Long.parseLong(count) != transactions.size()) {
            return Optional.of(
                    new Mismatch(
                            "count",
                            place
                                    + "/NbOfTxs is "
                                    + Long.parseLong(count)
                                    + ", and there are "
                                    + transactions.size()));
        }
        String sum = header.get("CtrlSum");
        if (sum == null || message.amount().isEmpty()) {
            return Optional.empty();
        }
        if (!SUM.matcher(sum).matches()
                || new BigDecimal(sum).compareTo(sumOf(message, transactions)) != 0) {
            return Optional.of(
                    new Mismatch("sum", place + "/CtrlSum is not the sum of the amounts"));
        }
        return Optional.empty();
    }

    /** Amounts that are none are left to the transaction's own check. */
    private static BigDecimal sumOf(IsoMessage message, List<XmlElement> transactions) {
        BigDecimal sum = BigDecimal.ZERO;
        for (XmlElement transaction : transactions) {
            String amount = transaction.get(message.amount());
            if (amount != null && SUM.matcher(amount).matches()) {
                sum = sum.add(new BigDecimal(amount));
            }
        }
        return sum;
    }
}
