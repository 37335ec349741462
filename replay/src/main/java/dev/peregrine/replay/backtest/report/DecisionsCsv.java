package dev.peregrine.replay.backtest.report;

import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code decisions.csv}: the event id under its name in the input, {@code time} (ISO 8601, UTC),
 * {@code action}, {@code score} (0 .. 999), {@code reason_codes} (weightiest first, with semicolons
 * between), {@code label} (1 fraud, 0 good; empty where that is not known). One thread.
 */
public final class DecisionsCsv implements Closeable {
    /** Name of the file. */
    public static final String NAME = "decisions.csv";

    private final OutputFile out;
    private final InstantText times = new InstantText();
    private final boolean labelled;

    /**
     * @param idName name of the event id's column
     * @param labelled whether the input has labels
     * @param goesOn whether it goes on with what an interrupted process has left
     */
    public DecisionsCsv(Path directory, String idName, boolean labelled, boolean goesOn)
            throws IOException {
        this.labelled = labelled;
        out = new OutputFile(directory.resolve(NAME), goesOn);
        if (!goesOn) {
            out.value(idName).ascii(",time,action,score,reason_codes,label").put('\n');
        }
    }

    /** Writes a row. */
    void write(DecisionView decision) throws IOException {
        out.value(decision.eventId, 0, decision.eventIdLength).put(',');
        times.write(decision.eventTimeNs(), out);
        out.put(',').ascii(decision.action().name()).put(',').number(decision.score()).put(',');
        out.value(decision.reasons, 0, decision.reasonsLength).put(',');
        if (labelled) {
            out.label(decision.seen.outcome);
        }
        out.put('\n');
    }

    /** Puts where it ends into a checkpoint. */
    void save(StateSink sink) throws IOException {
        out.save(sink);
    }

    /** Goes on where it ended then. */
    void load(StateSource source) throws IOException {
        out.load(source);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
