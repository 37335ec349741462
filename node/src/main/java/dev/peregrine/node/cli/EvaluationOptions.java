package dev.peregrine.node.cli;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.EvaluationWindow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What a backtest measures, and how. */
final class EvaluationOptions {
    private static final int MAX_TOP_K = 1_000_000;
    private static final int MAX_REPLICATES = 10_000;
    private static final long NANOS = 1_000_000_000L;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Measure and write from this time on (2018-06-15, or 2018-06-15T00:00:00Z);"
                            + " what comes before is run as warm-up.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Measure and write what comes before this time.")
    private String to;

    @Option(
            names = "--labels-as-of",
            paramLabel = "TIME",
            description = "Labels that were not in by then count as unknown.")
    private String labelsAsOf;

    @Option(
            names = "--leave-out-known-fraud",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "SINCE",
            description =
                    "Do not measure or write payments of cards for which a fraud is known at the"
                            + " day's start; with a time, by frauds since then.")
    private String knownSince;

    @Option(
            names = "--card",
            paramLabel = "FIELD",
            description =
                    "Key that tells cards apart in measures: card, account, device, ... Default:"
                            + " card where the input has it, else account.")
    private String card;

    @Option(
            names = "--rank-by",
            paramLabel = "WHAT",
            defaultValue = "score",
            description =
                    "What curves and highest payments go by: score, or a model's output such as"
                            + " model.fraud.margin. Default: ${DEFAULT-VALUE}.")
    private String rankBy;

    @Option(
            names = "--top",
            split = ",",
            paramLabel = "K",
            defaultValue = "100",
            description =
                    "How many payments or cards a day people look at. Default: ${DEFAULT-VALUE}.")
    private Integer[] topK;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            defaultValue = "200",
            description = "Draws for confidence intervals; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int replicates;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of these draws. Default: ${DEFAULT-VALUE}.")
    private long seed;

    void apply(BacktestContext context) {
        for (int k : topK) {
            range("--top", k, 1, MAX_TOP_K);
        }
        range("--bootstrap", replicates, 0, MAX_REPLICATES);
        EvaluationWindow all = EvaluationWindow.ALL;
        context.window(
                        new EvaluationWindow(
                                time("--from", from, all.fromNs()),
                                time("--to", to, all.toNs()),
                                time("--labels-as-of", labelsAsOf, all.labelsAsOfNs())))
                .rankBy(rankBy)
                .topK(List.copyOf(Arrays.asList(topK)))
                .replicates(replicates)
                .seed(seed);
        if (knownSince != null) {
            String since = knownSince.isEmpty() ? null : knownSince;
            context.leaveOutKnownFrauds(time("--leave-out-known-fraud", since, Long.MIN_VALUE));
        }
        if (card != null) {
            context.cardField(cardField());
        }
    }

    private KeyField cardField() {
        return KeyField.ofExternalName(card.toLowerCase(Locale.ROOT))
                .filter(KeyField::isText)
                .orElseThrow(
                        () ->
                                new UserException(
                                        ExitCode.USAGE,
                                        "--card is '"
                                                + card
                                                + "', must be one of "
                                                + String.join(
                                                        ", ",
                                                        Arrays.stream(KeyField.values())
                                                                .filter(KeyField::isText)
                                                                .map(KeyField::externalName)
                                                                .toList())));
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UserException(
                    ExitCode.USAGE, name + " is " + value + ", must be " + min + " .. " + max);
        }
    }

    /** A date or a time in nanoseconds since 1970. */
    private static long time(String name, String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            Instant instant =
                    text.length() <= "2018-06-15".length()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new UserException(
                    ExitCode.USAGE,
                    name
                            + " is '"
                            + text
                            + "', expected a date such as 2018-06-15 or a time such as"
                            + " 2018-06-15T12:00:00Z",
                    e);
        }
    }
}
