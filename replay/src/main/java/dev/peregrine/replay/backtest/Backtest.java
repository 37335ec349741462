package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.input.Inputs;
import dev.peregrine.replay.backtest.input.RowSource;
import dev.peregrine.replay.backtest.report.HtmlReport;
import dev.peregrine.replay.backtest.report.ParquetOutputs;
import dev.peregrine.replay.backtest.report.SummaryJson;
import dev.peregrine.replay.backtest.report.SweepCsv;
import dev.peregrine.replay.backtest.report.Tally;
import dev.peregrine.replay.thread.Pace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs transactions through the engine, under one policy or two side by side, and writes what was
 * decided: {@code decisions.csv}, {@code features.csv} if asked for, {@code diff.csv} where there
 * are two policies, and {@code summary.json}.
 *
 * <p>Rows are read and encoded on a thread of their own; the engines and the outputs are on the
 * caller's. Memory does not grow with the input. Now and then what it came to is written as a
 * checkpoint, from which another process goes on. However it ends, the outputs that were begun are
 * closed as valid files, and the summary says whether they are complete.
 */
public final class Backtest {
    private final BacktestContext context;
    private final Tally tally = new Tally();
    private final Checkpoint checkpoint;
    private BacktestRows rows;
    private Path file;
    private long firstRowNanos = System.nanoTime();

    private Backtest(BacktestContext context) {
        this.context = context;
        this.file = context.input();
        this.checkpoint = new Checkpoint(context);
    }

    /**
     * Runs to the end of the input, the first bad row (as the context says), or the stop. Blocks.
     *
     * @return how it ended and what it measured
     * @throws BacktestException when it cannot even start; no summary is written then
     */
    public static BacktestResult run(BacktestContext context) throws BacktestException {
        context.conclude();
        return new Backtest(context).run();
    }

    private BacktestResult run() throws BacktestException {
        RowSource source = open();
        Ending ending;
        String error = null;
        BacktestResult result = null;
        try (source;
                BatchReader reader = new BatchReader(source);
                BacktestRows opened = new BacktestRows(context, tally)) {
            rows = opened;
            try {
                checkpoint.load(rows);
                ending = readAll(reader, source);
                if (ending == Ending.INTERRUPTED) {
                    checkpoint.write(rows, tally);
                }
                rows.drain();
            } catch (RowException e) {
                ending = Ending.BAD_INPUT;
                error = place(e) + e.getMessage();
            } catch (EngineFailedException e) {
                ending = Ending.ENGINE_FAILED;
                error = file + ":" + rows.line() + ":1: the engine failed: " + e.getMessage();
            } catch (IOException e) {
                ending = Ending.OUTPUT_FAILED;
                error = cannotWrite(e);
            }
            if (checkpoint.conclude(ending)) {
                rows.keepFiles();
            }
            result = result(ending, error);
        } catch (IOException e) {
            result = failed(result, cannotWrite(e));
        }
        write(result);
        return result;
    }

    private RowSource open() throws BacktestException {
        try {
            file = context.journal().isPresent() ? context.input() : Inputs.first(context.input());
            checkpoint.open();
            if (!context.goesOn()) {
                for (Candidate candidate : context.candidates()) {
                    candidate.engine().begin();
                }
            }
            checkpoint.deleteOld();
            return context.open();
        } catch (MissingColumnsException e) {
            throw new BacktestException(file + ":1: " + e.getMessage(), e);
        } catch (RowException e) {
            throw new BacktestException(place(e) + e.getMessage(), e);
        } catch (IOException e) {
            throw new BacktestException(file + ": " + e.getMessage(), e);
        }
    }

    private Ending readAll(BatchReader reader, RowSource source)
            throws IOException, RowException, BacktestException {
        firstRowNanos = System.nanoTime();
        Pace pace = new Pace(context.share(), () -> false, Long.MAX_VALUE);
        long toSkip = tally.rows();
        boolean last = false;
        while (!last) {
            RowBatch batch;
            try {
                batch = reader.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Ending.INTERRUPTED;
            }
            file = batch.file;
            int first = (int) Math.min(toSkip, batch.size());
            toSkip -= first;
            for (int row = first; row < batch.size(); row++) {
                if (context.stop().getAsBoolean()) {
                    return Ending.INTERRUPTED;
                }
                pace.event();
                if (rows.onRow(batch, row)) {
                    firstRowNanos = System.nanoTime();
                }
            }
            if (batch.failure != null) {
                file = batch.failureFile;
                throw batch.failure;
            }
            last = batch.last;
            if (!last && toSkip == 0 && checkpoint.isDue()) {
                checkpoint.write(rows, tally);
            }
            context.progress().onProgress(batch.bytesRead, source.length(), tally.rows());
            reader.recycle(batch);
        }
        return Ending.COMPLETE;
    }

    private BacktestResult result(Ending ending, String error) throws IOException {
        long runNanos = System.nanoTime() - firstRowNanos;
        return new BacktestResult(
                ending,
                error,
                tally,
                context.mapping().label().isPresent(),
                rows.conclude(ending != Ending.ENGINE_FAILED),
                rows.comparison(),
                firstRowNanos - context.startedNanos(),
                runNanos);
    }

    /** The result of a run whose outputs could not be written. */
    private BacktestResult failed(BacktestResult result, String error) throws BacktestException {
        if (result == null) {
            throw new BacktestException(error);
        }
        return new BacktestResult(
                Ending.OUTPUT_FAILED,
                error,
                tally,
                result.labelled(),
                result.policies(),
                result.comparison(),
                result.startUpNanos(),
                result.runNanos());
    }

    private void write(BacktestResult result) throws BacktestException {
        try {
            if (context.format() == OutputFormat.PARQUET) {
                ParquetOutputs.write(context, result);
            }
            if (context.sweep().isPresent()) {
                SweepCsv.write(context, result);
            }
            SummaryJson.write(context, result);
            HtmlReport.write(context, result);
        } catch (IOException e) {
            throw new BacktestException(cannotWrite(e), e);
        }
    }

    private String cannotWrite(IOException e) {
        return "cannot write to " + context.outputDirectory() + ": " + e.getMessage();
    }

    private String place(RowException e) {
        return file + ":" + e.line() + ":" + e.column() + ": ";
    }
}
