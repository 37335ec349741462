package dev.peregrine.replay.journal;

/** How the sequences of a log follow each other. */
public enum LogOrder {
    /** Each is one more than the one before: the journal. */
    CONSECUTIVE,
    /** Each is more than the one before: the decision records, which not every event has. */
    ASCENDING;

    /** Whether a sequence may follow another. */
    public boolean follows(long previous, long next) {
        return this == CONSECUTIVE ? next == previous + 1 : next > previous;
    }

    /** What may follow, for messages to people. */
    public String expectedAfter(long previous) {
        return this == CONSECUTIVE ? Long.toString(previous + 1) : "more than " + previous;
    }
}
