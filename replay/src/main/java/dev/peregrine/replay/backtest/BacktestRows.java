package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.metrics.Comparison;
import dev.peregrine.replay.backtest.metrics.KnownFrauds;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.backtest.report.DiffCsv;
import dev.peregrine.replay.backtest.report.QuarantineCsv;
import dev.peregrine.replay.backtest.report.Tally;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done with each row: every policy decides it, and where it lies in the evaluation window
 * it is measured and written. One thread.
 */
final class BacktestRows implements Closeable {
    private static final List<String> NAMES = List.of("a", "b");

    private final BacktestContext context;
    private final Tally tally;
    private final EvaluationWindow window;
    private final KnownFrauds knownFrauds;
    private final Comparison comparison;
    private final List<PolicyRun> policies = new ArrayList<>();
    private final Observation seen = new Observation();
    private final QuarantineCsv quarantine;
    private final DiffCsv diff;
    private boolean started;
    private long line = 1;

    BacktestRows(BacktestContext context, Tally tally) throws IOException, BacktestException {
        this.context = context;
        this.tally = tally;
        window = context.window();
        knownFrauds =
                context.leaveOutKnownFrauds() ? new KnownFrauds(context.knownSinceNs()) : null;
        List<Candidate> candidates = context.candidates();
        int scale = context.mapping().amountScale();
        boolean two = candidates.size() == 2;
        Path out = context.outputDirectory();
        try {
            for (int i = 0; i < candidates.size(); i++) {
                Path directory = two ? out.resolve(NAMES.get(i)) : out;
                policies.add(new PolicyRun(context, candidates.get(i), directory));
            }
            quarantine =
                    context.onError() == ErrorPolicy.QUARANTINE
                            ? new QuarantineCsv(out, context.goesOn())
                            : null;
            diff =
                    two
                            ? new DiffCsv(out, context.mapping().eventId(), scale, context.goesOn())
                            : null;
        } catch (IOException | BacktestException | RuntimeException e) {
            closeAll();
            throw e;
        }
        comparison =
                two
                        ? new Comparison(
                                candidates.get(0).bundle().rules(),
                                candidates.get(1).bundle().rules(),
                                scale)
                        : null;
    }

    /**
     * Works on a row.
     *
     * @return true when it was the first of all that the engines saw
     * @throws RowException when the row is bad and that ends the backtest
     */
    boolean onRow(RowBatch batch, int row) throws IOException, RowException, BacktestException {
        if (batch.error[row] != null) {
            onBadRow(batch, row, batch.error[row]);
            return false;
        }
        line = batch.line[row];
        long timeNs = batch.decides[row] ? batch.eventTimeNs[row] : batch.ingressTimeNs[row];
        if (timeNs >= window.toNs()) {
            tally.after();
            return false;
        }
        boolean first = !started;
        if (first) {
            for (PolicyRun policy : policies) {
                policy.start(batch.ingressTimeNs[row]);
            }
            started = true;
        }
        if (!batch.decides[row]) {
            onEvent(batch, row);
            return first;
        }
        for (PolicyRun policy : policies) {
            RowException refusal = policy.decide(batch, row);
            if (refusal != null) {
                onBadRow(batch, row, refusal);
                return first;
            }
        }
        onDecided(batch, row);
        return first;
    }

    private void onEvent(RowBatch batch, int row) {
        boolean taken = true;
        for (PolicyRun policy : policies) {
            taken &= policy.event(batch, row);
        }
        tally.event(taken);
    }

    private void onDecided(RowBatch batch, int row) throws IOException, BacktestException {
        long timeNs = batch.eventTimeNs[row];
        boolean fraud = batch.outcome[row] == Outcome.FRAUD;
        boolean left =
                knownFrauds != null
                        && knownFrauds.contains(timeNs, batch.cardHigh[row], batch.cardLow[row]);
        if (!window.contains(timeNs)) {
            tally.warmUp();
        } else if (left) {
            tally.leftOut();
        } else {
            evaluate(batch, row);
        }
        if (fraud) {
            for (PolicyRun policy : policies) {
                if (context.labelsComeWithRows()) {
                    policy.fraud(batch, row);
                }
            }
            if (knownFrauds != null) {
                knownFrauds.add(
                        timeNs, batch.knownAtNs[row], batch.cardHigh[row], batch.cardLow[row]);
            }
        }
    }

    private void evaluate(RowBatch batch, int row) throws IOException, BacktestException {
        see(batch, row);
        tally.decided(seen.eventTimeNs);
        context.observer().onRow(seen, batch.knownAtNs[row], policies.get(0).features());
        if (comparison != null) {
            PolicyRun a = policies.get(0);
            PolicyRun b = policies.get(1);
            comparison.add(
                    a.decision().action(),
                    a.decision().fired(),
                    b.decision().action(),
                    b.decision().fired(),
                    seen.outcome,
                    seen.amountMinor);
            diff.write(seen, a.decision(), b.decision());
        }
        for (PolicyRun policy : policies) {
            policy.evaluate(seen, batch, row);
        }
    }

    private void see(RowBatch batch, int row) {
        seen.eventTimeNs = batch.eventTimeNs[row];
        seen.amountMinor = batch.amountMinor[row];
        seen.outcome =
                batch.knownAtNs[row] <= window.labelsAsOfNs()
                        ? batch.outcome[row]
                        : Outcome.UNKNOWN;
        seen.cardHigh = batch.cardHigh[row];
        seen.cardLow = batch.cardLow[row];
        seen.merchantCategory = batch.merchantCategory[row];
        seen.merchantCountry = batch.merchantCountry[row];
        seen.channel = batch.channel[row];
    }

    private void onBadRow(RowBatch batch, int row, RowException problem)
            throws IOException, RowException {
        if (context.skipsRefused()) {
            tally.event(false);
            return;
        }
        tally.skipped(problem);
        if (context.onError() == ErrorPolicy.STOP) {
            throw problem;
        }
        if (quarantine != null) {
            quarantine.write(batch.file, problem, batch.raw[row]);
        }
    }

    /** Waits for the rows so far, and puts everything that they came to into a checkpoint. */
    void save(StateSink sink) throws IOException {
        StateValues.putFlag(sink, started);
        tally.save(sink);
        for (PolicyRun policy : policies) {
            policy.save(sink);
        }
        if (knownFrauds != null) {
            knownFrauds.save(sink);
        }
        if (comparison != null) {
            comparison.save(sink);
            diff.save(sink);
        }
        if (quarantine != null) {
            quarantine.save(sink);
        }
    }

    /** Takes what {@link #save} put; before the first row. */
    void load(StateSource source) throws IOException {
        started = StateValues.getFlag(source);
        tally.load(source);
        for (PolicyRun policy : policies) {
            policy.load(source, started);
        }
        if (knownFrauds != null) {
            knownFrauds.load(source);
        }
        if (comparison != null) {
            comparison.load(source);
            diff.load(source);
        }
        if (quarantine != null) {
            quarantine.load(source);
        }
    }

    /** Sees to it that temporary files stay, for another process to go on with. */
    void keepFiles() {
        policies.forEach(PolicyRun::keepFiles);
    }

    /** Waits until everything is measured and written. */
    void drain() throws IOException {
        for (PolicyRun policy : policies) {
            policy.drain();
        }
    }

    /** Line of the row in hand. */
    long line() {
        return line;
    }

    /** Of the two policies; null where there is one. */
    Comparison comparison() {
        return comparison;
    }

    /**
     * What the policies came to.
     *
     * @param hashable whether the engines may still be asked for their state's hash
     */
    List<PolicyResult> conclude(boolean hashable) throws IOException {
        List<PolicyResult> results = new ArrayList<>();
        for (PolicyRun policy : policies) {
            results.add(policy.conclude(hashable && started));
        }
        return results;
    }

    @Override
    public void close() throws IOException {
        IOException failure = closeAll();
        for (Closeable output : new Closeable[] {quarantine, diff}) {
            failure = close(output, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private IOException closeAll() {
        IOException failure = null;
        for (PolicyRun policy : policies) {
            failure = close(policy, failure);
        }
        return failure;
    }

    private static IOException close(Closeable output, IOException before) {
        try {
            if (output != null) {
                output.close();
            }
            return before;
        } catch (IOException e) {
            if (before == null) {
                return e;
            }
            before.addSuppressed(e);
            return before;
        }
    }
}
