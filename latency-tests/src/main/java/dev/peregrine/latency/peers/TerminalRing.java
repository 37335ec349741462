package dev.peregrine.latency.peers;

/**
 * A terminal's payments; windows (t - 7d - w, t - 7d], which end where labels are known, with their
 * frauds.
 */
public final class TerminalRing extends PaymentRing {
    @Override
    public void add(FeatureRow row) {
        append(row.second, row.fraud);
        moveTo(row.second - HandbookFeatures.LABEL_DELAY);
        row.terminalCount1 = count(0);
        row.terminalCount7 = count(1);
        row.terminalCount30 = count(2);
        row.terminalFrauds1 = (int) sum(0);
        row.terminalFrauds7 = (int) sum(1);
        row.terminalFrauds30 = (int) sum(2);
    }

    /** A copy that shares nothing. */
    public TerminalRing copy() {
        TerminalRing copy = new TerminalRing();
        copy.copyFrom(this);
        return copy;
    }
}
