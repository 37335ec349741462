package dev.peregrine.latency.demo;

import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.simulator.FraudType;
import dev.peregrine.protocol.codec.Action;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What the demo says in the end. */
final class DemoReport {
    private static final List<Action> STRONGEST_FIRST =
            List.of(Action.DECLINE, Action.REVIEW, Action.CHALLENGE);
    private static final List<String> NAMES =
            List.of("declined", "declined or reviewed", "any of the three");

    private final PrintWriter out;
    private final LoadResult result;
    private final Scoreboard scoreboard;

    DemoReport(PrintWriter out, LoadResult result, Scoreboard scoreboard) {
        this.out = out;
        this.result = result;
        this.scoreboard = scoreboard;
    }

    void print(String durability) {
        latency(durability);
        detection();
        types();
        out.flush();
    }

    private void latency(String durability) {
        Histogram latencies = result.latencies();
        line("");
        line(
                "Latency of %,d decisions at %,.0f a second, in milliseconds",
                latencies.getTotalCount(), result.achievedRate());
        line(
                "  p50 %.3f   p90 %.3f   p99 %.3f   p99.9 %.3f   max %.3f",
                result.micros(50) / 1e3,
                result.micros(90) / 1e3,
                result.micros(99) / 1e3,
                result.micros(99.9) / 1e3,
                latencies.getMaxValue() / 1e6);
        line(
                "  From the planned time of sending to the answer in the client. Includes: Aeron ipc both");
        line(
                "  ways, sequencing, the event in the journal (%s), features, rules and score.",
                durability);
        line(
                "  No network, no HTTP. The first %.0f s are left out as warm-up. Client, media driver,",
                result.plan().warmUpSeconds());
        line(
                "  archive and engine share this process and %d processors.",
                Runtime.getRuntime().availableProcessors());
        if (result.missedSchedules() > 0) {
            line(
                    "  %,d payments left more than 1 ms late; the delay is in the figures.",
                    result.missedSchedules());
        }
        if (!result.isComplete()) {
            line(
                    "  INCOMPLETE: %,d sent, %,d answered, %,d refused (%s)",
                    result.sent(), result.answered(), scoreboard.refused(), scoreboard.refusal());
        }
    }

    private void detection() {
        long fraud = scoreboard.fraud();
        long fraudMoney = 0;
        for (FraudType type : FraudType.values()) {
            fraudMoney += type.isFraud() ? scoreboard.money(type) : 0;
        }
        line("");
        line(
                "Fraud: %,d of %,d payments (%.2f %%), EUR %,.2f",
                fraud,
                scoreboard.decisions(),
                percent(fraud, scoreboard.decisions()),
                fraudMoney / 100.0);
        line("  %-22s %8s %10s %8s %14s", "", "payments", "precision", "recall", "of the money");
        long alarms = 0;
        long caught = 0;
        long money = 0;
        for (int i = 0; i < STRONGEST_FIRST.size(); i++) {
            Action action = STRONGEST_FIRST.get(i);
            alarms += scoreboard.count(action);
            for (FraudType type : FraudType.values()) {
                caught += type.isFraud() ? scoreboard.count(type, action) : 0;
                money += type.isFraud() ? scoreboard.money(type, action) : 0;
            }
            line(
                    "  %-22s %,8d %8.1f %% %6.1f %% %12.1f %%",
                    NAMES.get(i),
                    alarms,
                    percent(caught, alarms),
                    percent(caught, fraud),
                    percent(money, fraudMoney));
        }
    }

    private void types() {
        line("");
        line("  %-22s %8s %8s %8s", "by type of fraud", "payments", "caught", "recall");
        for (FraudType type : FraudType.values()) {
            if (type.isFraud()) {
                line(
                        "  %-22s %,8d %,8d %6.1f %%",
                        type.label(),
                        scoreboard.count(type),
                        scoreboard.caught(type),
                        percent(scoreboard.caught(type), scoreboard.count(type)));
            }
        }
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
