package dev.peregrine.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of ISO 20022 that was read.
 *
 * @param report writes the answer
 * @param transactions in the order of the message
 * @param eventsOf what each of them became; none when the totals do not match
 * @param mismatch of the totals
 */
record IsoRequest(
        IsoReport report,
        List<IsoTransaction> transactions,
        List<List<FormatEvent>> eventsOf,
        Optional<IsoTotals.Mismatch> mismatch)
        implements FormatRequest {
    @Override
    public List<FormatEvent> events() {
        return eventsOf.stream().flatMap(List::stream).toList();
    }

    @Override
    public FormatAnswer answer(List<FormatResult> results) {
        if (mismatch.isPresent()) {
            return report.rejected(mismatch.get());
        }
        List<List<FormatResult>> byTransaction = new ArrayList<>();
        int next = 0;
        for (List<FormatEvent> events : eventsOf) {
            byTransaction.add(results.subList(next, next + events.size()));
            next += events.size();
        }
        return report.answer(transactions, byTransaction);
    }
}
