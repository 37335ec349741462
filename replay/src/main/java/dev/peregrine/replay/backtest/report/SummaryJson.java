package dev.peregrine.replay.backtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * {@code summary.json}. All but {@code timing} is a function of input and policy. Ratios without a
 * denominator are null; money is in major units.
 */
public final class SummaryJson {
    /** Name of the file. */
    public static final String NAME = "summary.json";

    private static final List<Action> ACTIONS =
            List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SummaryJson() {}

    /** Writes the summary into the output directory. */
    public static void write(BacktestContext context, BacktestResult result) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Path path = context.outputDirectory().resolve(NAME);
        try (OutputFile out = new OutputFile(path)) {
            byte[] json = mapper.writeValueAsBytes(build(context, result));
            out.bytes(json, 0, json.length).put('\n');
        }
    }

    private static ObjectNode build(BacktestContext context, BacktestResult result) {
        Tally tally = result.tally();
        ObjectNode root = NODES.objectNode();
        root.put("complete", result.ending() == Ending.COMPLETE);
        root.put("ending", lower(result.ending()));
        root.put("error", result.error());
        ObjectNode policy = root.putObject("policy");
        policy.put("name", context.bundle().name());
        policy.put("version", context.bundle().version());
        policy.put("hash", context.bundle().hash().hex());
        ObjectNode input = root.putObject("input");
        input.put("file", context.input().toString());
        input.put("rows", tally.rows());
        input.put("rows_decided", tally.decided());
        input.put("rows_skipped", tally.skipped());
        boolean some = tally.decided() > 0;
        input.put("first_event_time", some ? instant(tally.firstTimeNs()) : null);
        input.put("last_event_time", some ? instant(tally.lastTimeNs()) : null);
        ObjectNode decisions = root.putObject("decisions");
        for (Action action : ACTIONS) {
            decisions.put(lower(action), tally.actions().count(action));
        }
        if (result.labelled()) {
            measures(root, tally);
            ObjectNode labels = root.putObject("labels");
            labels.put("delay", Duration.ofNanos(context.mapping().labelDelayNs()).toString());
            labels.put("delivered", result.labelsDelivered());
            labels.put("refused", result.labelsRefused());
            labels.put("not_known_at_the_end", result.labelsPending());
        }
        stateHash(root, result.stateHash());
        skipped(root.putArray("skipped"), tally);
        ObjectNode timing = root.putObject("timing");
        timing.put("start_up_seconds", result.startUpNanos() / 1e9);
        timing.put("run_seconds", result.runNanos() / 1e9);
        ratio(timing, "events_per_second", result.eventsPerSecond());
        return root;
    }

    private static void measures(ObjectNode root, Tally tally) {
        ActionMetrics actions = tally.actions();
        ObjectNode fraud = root.putObject("fraud");
        fraud.put("transactions", actions.fraudCount());
        fraud.put("amount", actions.fraudAmount());
        ObjectNode score = root.putObject("score");
        ratio(score, "roc_auc", tally.scores().rocAuc());
        ratio(score, "average_precision", tally.scores().averagePrecision());
        ArrayNode levels = root.putArray("by_action");
        for (Action action : ACTIONS.subList(1, ACTIONS.size())) {
            ActionMetrics.Level level = actions.from(action);
            ObjectNode node = levels.addObject();
            node.put("action_at_least", lower(action));
            node.put("flagged", level.flagged());
            node.put("fraud_caught", level.fraudsCaught());
            node.put("fraud_missed", level.fraudsMissed());
            node.put("fraud_amount_caught", level.amountCaught());
            node.put("fraud_amount_missed", level.amountMissed());
            node.put("good_amount_flagged", level.goodAmountFlagged());
            ratio(node, "precision", level.precision());
            ratio(node, "recall", level.recall());
            ratio(node, "false_positive_rate", level.falsePositiveRate());
        }
    }

    private static void stateHash(ObjectNode root, StateDigest digest) {
        if (digest == null) {
            root.putNull("state_hash");
            return;
        }
        ObjectNode node = root.putObject("state_hash");
        node.put("windows", digest.windows());
        node.put("learner", digest.learner());
        node.put("ids", digest.ids());
    }

    private static void skipped(ArrayNode array, Tally tally) {
        for (RowException problem : tally.listed()) {
            ObjectNode node = array.addObject();
            node.put("line", problem.line());
            node.put("column", problem.column());
            node.put("problem", problem.getMessage());
        }
    }

    private static void ratio(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static String instant(long timeNs) {
        return Instant.EPOCH.plus(timeNs, ChronoUnit.NANOS).toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
