package dev.peregrine.latency.demo;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.HistoryLoader;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.TrafficSimulator;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.TerminationSignal;
import dev.peregrine.node.cli.UserException;
import java.io.PrintWriter;
import java.util.Locale;

/** Runs the demo on the calling thread. */
final class Demo {
    private final DemoSettings settings;
    private final PrintWriter out;
    private final boolean terminal;
    private final TerminationSignal signal;

    Demo(DemoSettings settings, PrintWriter out, boolean terminal, TerminationSignal signal) {
        this.settings = settings;
        this.out = out;
        this.terminal = terminal;
        this.signal = signal;
    }

    /**
     * Loads, sends, reports, and waits for Ctrl-C if wanted.
     *
     * @throws UserException when the node fails or refuses
     */
    ExitCode run() throws InterruptedException {
        long nowNs = System.currentTimeMillis() * 1_000_000;
        TrafficSimulator simulator =
                new TrafficSimulator(
                        new SimulatorContext()
                                .seed(settings.seed())
                                .customers(settings.customers())
                                .paymentsPerDay(DemoSettings.PAYMENTS_PER_DAY)
                                .historyDays(settings.days())
                                .nowNs(nowNs));
        EventWriter writer =
                new EventWriter(EmbeddedNode.TENANT, Long.toString(nowNs / 1_000_000, 36));
        try (EmbeddedNode node =
                EmbeddedNode.start(
                        settings.policy(), settings.data(), settings.port(), settings.events())) {
            LoadResult result;
            try (TrafficClient client = node.connect()) {
                loadHistory(client, simulator, writer, nowNs);
                result = runLive(node, client, simulator, writer);
            }
            new Invitation(out, node.httpAddress()).print(settings.keep());
            if (settings.keep() && !signal.isRaised()) {
                signal.await();
                return ExitCode.OK;
            }
            return result.isComplete() ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private void loadHistory(
            TrafficClient client, TrafficSimulator simulator, EventWriter writer, long nowNs) {
        say(
                "Loading %d simulated days of %,d customers over Aeron, as history",
                settings.days(), settings.customers());
        long startNs = System.nanoTime();
        HistoryLoader loader = new HistoryLoader(client);
        long events;
        try (HistoryBar bar = new HistoryBar(out, terminal, signal, settings.days(), nowNs)) {
            events = loader.load(simulator, writer, bar);
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        say("%,d events in %.1f s (%,.0f a second)", events, seconds, events / seconds);
        if (loader.unknownTargets() > 0) {
            say("%,d of them about payments that are no longer kept", loader.unknownTargets());
        }
    }

    private LoadResult runLive(
            EmbeddedNode node,
            TrafficClient client,
            TrafficSimulator simulator,
            EventWriter writer) {
        say("Sending %,d payments a second for %d s", settings.rate(), settings.seconds());
        Scoreboard scoreboard = new Scoreboard();
        LiveTraffic traffic = new LiveTraffic(client, simulator, writer, scoreboard);
        double warmUp = settings.warmUpSeconds();
        LoadRun run =
                new LoadRun(
                        new LoadPlan(settings.rate(), warmUp, settings.seconds() - warmUp),
                        traffic);
        Thread stopper = stopOnSignal(run);
        LoadResult result;
        try (LiveView view = new LiveView(out, terminal, run, scoreboard)) {
            result = run.run("demo");
        } finally {
            stopper.interrupt();
        }
        if (node.failure() != null) {
            throw new UserException(ExitCode.JOURNAL_FAILED, "the node failed: " + node.failure());
        }
        new DemoReport(out, result, scoreboard).print(node.durability());
        return result;
    }

    private Thread stopOnSignal(LoadRun run) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                signal.await();
                                run.stop();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop-on-signal");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
