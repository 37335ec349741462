package dev.peregrine.replay.backtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Ending;
import dev.peregrine.replay.backtest.EvaluationWindow;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.csv.RowException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * {@code summary.json}. All but {@code timing} and {@code latency} is a function of input and
 * policy. Ratios without a denominator are null; money is in major units. What belongs to a policy
 * lies at the top where there is one, and in {@code policies} where there are two.
 */
public final class SummaryJson {
    /** Name of the file. */
    public static final String NAME = "summary.json";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SummaryJson() {}

    /** Writes the summary into the output directory. */
    public static void write(BacktestContext context, BacktestResult result) throws IOException {
        write(context, build(context, result));
    }

    /** Writes how far it is, for the case that the process is killed. */
    public static void writeUnfinished(BacktestContext context, Tally tally) throws IOException {
        ObjectNode root = NODES.objectNode();
        root.put("complete", false);
        root.put("ending", "unfinished");
        input(root.putObject("input"), context, tally);
        evaluation(root.putObject("evaluation"), context);
        write(context, root);
    }

    private static void write(BacktestContext context, ObjectNode root) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Path path = context.outputDirectory().resolve(NAME);
        try (OutputFile out = new OutputFile(path)) {
            byte[] json = mapper.writeValueAsBytes(root);
            out.bytes(json, 0, json.length).put('\n');
        }
    }

    private static ObjectNode build(BacktestContext context, BacktestResult result) {
        ObjectNode root = NODES.objectNode();
        root.put("complete", result.ending() == Ending.COMPLETE);
        root.put("ending", MetricsJson.lower(result.ending()));
        root.put("error", result.error());
        input(root.putObject("input"), context, result.tally());
        evaluation(root.putObject("evaluation"), context);
        if (result.policies().size() == 1) {
            policy(root, context, result, result.first());
        } else {
            ArrayNode policies = root.putArray("policies");
            for (PolicyResult policy : result.policies()) {
                policy(policies.addObject(), context, result, policy);
            }
            ComparisonJson.put(
                    root.putObject("comparison"),
                    result.comparison(),
                    result.first().metrics().sheet(),
                    result.last().metrics().sheet());
        }
        skipped(root.putArray("skipped"), result.tally());
        ObjectNode timing = root.putObject("timing");
        timing.put("start_up_seconds", result.startUpNanos() / 1e9);
        timing.put("run_seconds", result.runNanos() / 1e9);
        MetricsJson.ratio(timing, "events_per_second", result.eventsPerSecond());
        return root;
    }

    private static void input(ObjectNode input, BacktestContext context, Tally tally) {
        input.put("file", context.input().toString());
        context.journal()
                .ifPresent(
                        journal -> {
                            input.put("snapshot_sequence", journal.snapshotSequence().orElse(null));
                            input.put("beginning_trimmed", journal.beginsTrimmed());
                        });
        input.put("rows", tally.rows());
        input.put("rows_decided", tally.decided());
        input.put("rows_warm_up", tally.warmUpRows());
        input.put("rows_left_out", tally.leftOutRows());
        input.put("rows_after", tally.afterRows());
        input.put("rows_skipped", tally.skipped());
        input.put("events_not_measured", tally.events());
        input.put("events_refused", tally.eventsRefused());
        boolean some = tally.decided() > 0;
        input.put("first_event_time", some ? instant(tally.firstTimeNs()) : null);
        input.put("last_event_time", some ? instant(tally.lastTimeNs()) : null);
    }

    private static void evaluation(ObjectNode node, BacktestContext context) {
        EvaluationWindow window = context.window();
        EvaluationWindow all = EvaluationWindow.ALL;
        node.put("from", window.fromNs() == all.fromNs() ? null : instant(window.fromNs()));
        node.put("to", window.toNs() == all.toNs() ? null : instant(window.toNs()));
        node.put(
                "labels_as_of",
                window.labelsAsOfNs() == all.labelsAsOfNs()
                        ? null
                        : instant(window.labelsAsOfNs()));
        node.put("ranked_by", context.rankBy());
        node.put("card", context.cardField() == null ? null : context.cardField().externalName());
        node.put("bootstrap_replicates", context.replicates());
        node.put("bootstrap_seed", context.seed());
    }

    private static void policy(
            ObjectNode node, BacktestContext context, BacktestResult result, PolicyResult policy) {
        ObjectNode name = node.putObject("policy");
        name.put("name", policy.bundle().name());
        name.put("version", policy.bundle().version());
        name.put("hash", policy.bundle().hash().hex());
        MetricsJson.put(node, policy, result.labelled());
        if (result.labelled()) {
            ObjectNode labels = node.putObject("labels");
            labels.put("delay", Duration.ofNanos(context.mapping().labelDelayNs()).toString());
            labels.put("delivered", policy.labelsDelivered());
            labels.put("refused", policy.labelsRefused());
            labels.put("not_known_at_the_end", policy.labelsPending());
        }
        stateHash(node, policy.stateHash());
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

    private static String instant(long timeNs) {
        return Instant.EPOCH.plus(timeNs, ChronoUnit.NANOS).toString();
    }
}
