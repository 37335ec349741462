package dev.peregrine.replay.backtest;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.csv.TransactionFile;
import dev.peregrine.replay.backtest.report.DecisionView;
import dev.peregrine.replay.backtest.report.DecisionsCsv;
import dev.peregrine.replay.backtest.report.FeaturesCsv;
import dev.peregrine.replay.backtest.report.SummaryJson;
import dev.peregrine.replay.backtest.report.Tally;
import dev.peregrine.scoring.engine.EventResult;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Runs a file of transactions through the engine and writes what it decided: {@code decisions.csv},
 * {@code features.csv} if asked for, and {@code summary.json}.
 *
 * <p>Rows are read and encoded on a thread of their own; the engine and the outputs are on the
 * caller's. Memory does not grow with the file. However it ends, the outputs that were begun are
 * closed as valid files, and the summary says whether they are complete.
 */
public final class Backtest {
    private final BacktestContext context;
    private final CsvMapping mapping;
    private final Tally tally;
    private final EngineFeed feed;
    private final RefusalText refusals;
    private final DecisionView decision = new DecisionView();
    private boolean started;
    private long firstRowNanos;
    private long line = 1;

    private Backtest(BacktestContext context) {
        this.context = context;
        mapping = context.mapping();
        refusals = new RefusalText(context.engine());
        tally = new Tally(mapping.amountScale());
        feed =
                new EngineFeed(
                        context.engine(),
                        context.tenantId(),
                        context.semanticsVersion(),
                        mapping.labelDelayNs());
        firstRowNanos = System.nanoTime();
    }

    /**
     * Runs to the end of the file, the first bad row (as the context says), or the stop. Blocks.
     *
     * @return how it ended and what it measured
     * @throws BacktestException when it cannot even start; no summary is written then
     */
    public static BacktestResult run(BacktestContext context) throws BacktestException {
        context.conclude();
        return new Backtest(context).run();
    }

    private BacktestResult run() throws BacktestException {
        TransactionFile file = open();
        Ending ending;
        String error = null;
        try (file;
                BatchReader reader = new BatchReader(file);
                DecisionsCsv decisions =
                        new DecisionsCsv(
                                context.outputDirectory(),
                                mapping.eventId(),
                                mapping.label().isPresent());
                FeaturesCsv features = context.emitFeatures() ? featuresCsv() : null) {
            ending = readAll(reader, file, decisions, features);
        } catch (RowException e) {
            ending = Ending.BAD_INPUT;
            error = place(e) + e.getMessage();
        } catch (EngineFailedException e) {
            ending = Ending.ENGINE_FAILED;
            error = context.input() + ":" + line + ":1: the engine failed: " + e.getMessage();
        } catch (IOException e) {
            ending = Ending.OUTPUT_FAILED;
            error = "cannot write to " + context.outputDirectory() + ": " + e.getMessage();
        }
        BacktestResult result = result(ending, error);
        try {
            SummaryJson.write(context, result);
        } catch (IOException e) {
            throw new BacktestException("cannot write the summary: " + e.getMessage(), e);
        }
        return result;
    }

    private TransactionFile open() throws BacktestException {
        try {
            Files.deleteIfExists(context.outputDirectory().resolve(SummaryJson.NAME));
            return new TransactionFile(context.input(), mapping, context.tenantId());
        } catch (MissingColumnsException e) {
            throw new BacktestException(context.input() + ":1: " + e.getMessage(), e);
        } catch (RowException e) {
            throw new BacktestException(place(e) + e.getMessage(), e);
        } catch (IOException e) {
            throw new BacktestException(context.input() + ": " + e.getMessage(), e);
        }
    }

    private FeaturesCsv featuresCsv() throws IOException {
        return new FeaturesCsv(
                context.outputDirectory(),
                mapping.eventId(),
                context.bundle().features().features());
    }

    private Ending readAll(
            BatchReader reader, TransactionFile file, DecisionsCsv decisions, FeaturesCsv features)
            throws IOException, RowException, BacktestException {
        firstRowNanos = System.nanoTime();
        boolean last = false;
        while (!last) {
            RowBatch batch;
            try {
                batch = reader.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Ending.INTERRUPTED;
            }
            for (int row = 0; row < batch.size(); row++) {
                if (context.stop().getAsBoolean()) {
                    return Ending.INTERRUPTED;
                }
                onRow(batch, row, decisions, features);
            }
            if (batch.failure != null) {
                throw batch.failure;
            }
            last = batch.last;
            context.progress().onProgress(batch.bytesRead, file.length(), tally.rows());
            reader.recycle(batch);
        }
        return Ending.COMPLETE;
    }

    private void onRow(RowBatch batch, int row, DecisionsCsv decisions, FeaturesCsv features)
            throws IOException, RowException, BacktestException {
        if (batch.error[row] != null) {
            onBadRow(batch.error[row]);
            return;
        }
        line = batch.line[row];
        if (!started) {
            start(batch.eventTimeNs[row]);
        }
        long timeNs = batch.eventTimeNs[row];
        int offset = batch.offset[row];
        int length = batch.length[row];
        EventResult result = feed.transaction(timeNs, batch.messages, offset, length);
        if (result.kind != EventResult.Kind.DECISION) {
            onBadRow(refusals.of(result, batch, row));
            return;
        }
        boolean fraud = batch.fraud[row];
        decision.wrap(result);
        tally.decided(decision, fraud, batch.amountMinor[row]);
        decisions.write(decision, fraud);
        if (features != null) {
            features.write(decision, result);
        }
        if (fraud) {
            feed.fraud(timeNs, batch.messages, offset, length);
        }
    }

    private void start(long timeNs) throws BacktestException {
        EventResult activated = feed.start(context.bundle(), timeNs);
        if (activated.kind == EventResult.Kind.REFUSED) {
            throw new BacktestException(
                    "the engine refuses policy "
                            + context.bundle().name()
                            + ": "
                            + activated.rejectCode);
        }
        if (context.lists().isPresent()) {
            BacktestLists.load(context, context.lists().get(), feed, timeNs);
        }
        started = true;
        firstRowNanos = System.nanoTime();
    }

    private void onBadRow(RowException problem) throws RowException {
        tally.skipped(problem);
        if (context.onError() == ErrorPolicy.STOP) {
            throw problem;
        }
    }

    private BacktestResult result(Ending ending, String error) {
        long runNanos = System.nanoTime() - firstRowNanos;
        return new BacktestResult(
                ending,
                error,
                tally,
                mapping.label().isPresent(),
                feed.labelsDelivered(),
                feed.labelsRefused(),
                feed.labelsPending(),
                started && ending != Ending.ENGINE_FAILED ? feed.stateHash() : null,
                firstRowNanos - context.startedNanos(),
                runNanos);
    }

    private String place(RowException e) {
        return context.input() + ":" + e.line() + ":" + e.column() + ": ";
    }
}
