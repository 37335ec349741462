package dev.peregrine.state;

/** The logical content of one kept event as an item of the state hash. */
public final class EventHash {
    private EventHash() {}

    /**
     * Adds an event. Every implementation of {@link EntityStore} hashes through here.
     *
     * @param amountMinor what remains of the amount
     * @param reversed true if the event is wholly reversed
     * @param labelCode {@link LabelState#code()}
     * @param labelTimeNs time of the label, or {@link EntityValues#NO_TIME}
     * @param outcomeCode issuer's response, 0 for none
     */
    public static void add(
            StateHash hash,
            long keyHigh,
            long keyLow,
            long timeNs,
            long eventKey,
            long amountMinor,
            boolean reversed,
            byte labelCode,
            long labelTimeNs,
            int outcomeCode) {
        hash.word(keyHigh)
                .word(keyLow)
                .word(timeNs)
                .word(eventKey)
                .word(amountMinor)
                .word((long) outcomeCode << 16 | (long) labelCode << 8 | (reversed ? 1 : 0))
                .word(labelTimeNs)
                .endItem();
    }
}
