package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;

/**
 * {@code diff.csv}: the transactions that two policies decide otherwise, with what each of them
 * says: {@code action_a}, {@code score_a}, {@code reason_codes_a}, and the same with b. One thread.
 */
public final class DiffCsv implements Closeable {
    /** Name of the file. */
    public static final String NAME = "diff.csv";

    private final OutputFile out;
    private final InstantText times = new InstantText();
    private final int amountScale;

    /**
     * @param idName name of the event id's column
     * @param amountScale decimals of the amounts
     * @param goesOn whether it goes on with what an interrupted process has left
     */
    public DiffCsv(Path directory, String idName, int amountScale, boolean goesOn)
            throws IOException {
        this.amountScale = amountScale;
        out = new OutputFile(directory.resolve(NAME), goesOn);
        if (!goesOn) {
            out.value(idName).ascii(",time,amount,label,action_a,score_a,reason_codes_a");
            out.ascii(",action_b,score_b,reason_codes_b").put('\n');
        }
    }

    /** Writes a row where the actions differ. */
    public void write(Observation seen, DecisionView a, DecisionView b) throws IOException {
        if (a.action() == b.action()) {
            return;
        }
        out.value(a.eventId, 0, a.eventIdLength).put(',');
        times.write(seen.eventTimeNs, out);
        out.put(',').ascii(BigDecimal.valueOf(seen.amountMinor, amountScale).toPlainString());
        out.put(',').label(seen.outcome);
        side(a);
        side(b);
        out.put('\n');
    }

    private void side(DecisionView decision) throws IOException {
        out.put(',').ascii(decision.action().name()).put(',').number(decision.score()).put(',');
        out.value(decision.reasons, 0, decision.reasonsLength);
    }

    /** Puts where it ends into a checkpoint. */
    public void save(StateSink sink) throws IOException {
        out.save(sink);
    }

    /** Goes on where it ended then. */
    public void load(StateSource source) throws IOException {
        out.load(source);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
