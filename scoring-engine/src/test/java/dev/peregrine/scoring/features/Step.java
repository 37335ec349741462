package dev.peregrine.scoring.features;

import dev.peregrine.protocol.codec.LabelKind;

/** One event of a history, at the ingress time that it has. Each stands for itself. */
sealed interface Step {
    long ingressNs();

    /** A transaction, perhaps one that came before. */
    record Pay(long ingressNs, Payment payment) implements Step {}

    record Label(long ingressNs, String id, Payment payment, LabelKind kind, long labelTimeNs)
            implements Step {}

    record Reverse(long ingressNs, String id, Payment payment, long amountMinor) implements Step {}

    record Outcome(long ingressNs, String id, Payment payment, String responseCode)
            implements Step {}

    record Rate(long ingressNs, String id, int tenant, int from, int to, long rate, int scale)
            implements Step {}
}
