package dev.peregrine.node.cli;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.AdminPort;
import dev.peregrine.node.runtime.Gateways;
import dev.peregrine.node.runtime.PeregrineNode;
import dev.peregrine.node.runtime.RestoreReport;
import dev.peregrine.node.runtime.WarmUpReport;
import dev.peregrine.replay.recovery.RecoveryReport;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = {
            "Run a node: recover from the journal, then score what clients send.",
            "SIGTERM or Ctrl-C drains and ends with 0."
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--accept-loss",
            description = {
                "Go on without events whose decisions were given but which the journal has lost,",
                "after a loss of power and with durability recorded. A start without it names them."
            })
    private boolean acceptLoss;

    @Option(
            names = "--allow-unsigned",
            description = "Take policy bundles without a signature; for development only.")
    private boolean allowUnsigned;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        NodeConfig config =
                options.load(
                                new ConfigOverrides()
                                        .put(
                                                "--accept-loss",
                                                "journal.accept-loss",
                                                acceptLoss ? true : null)
                                        .put(
                                                "--allow-unsigned",
                                                "policies.allow-unsigned",
                                                allowUnsigned ? true : null))
                        .config();
        HeapDumps.refuse(config);
        PrintWriter out = spec.commandLine().getOut();
        AtomicReference<UserException> failure = new AtomicReference<>();
        Thread warmUp = config.http().enabled() ? Gateways.beginWarmUp(config) : null;
        Duration grace = config.shutdownTimeout().plusSeconds(5);
        try (TerminationSignal signal = new TerminationSignal(grace);
                PeregrineNode node =
                        PeregrineNode.start(
                                config,
                                new RecoveryProgress(out),
                                (component, thrown) -> {
                                    failure.set(thrown);
                                    signal.raise();
                                })) {
            report(out, node.restore(), node.recovery(), node.epoch());
            node.notices().forEach(out::println);
            report(out, node.warmUp());
            reportStart(out, node.startPhases());
            long stopping;
            try (AdminPort admin = config.admin().enabled() ? AdminPort.start(config, node) : null;
                    Gateways gateways =
                            config.http().enabled() ? Gateways.start(config, node, warmUp) : null) {
                if (admin != null) {
                    out.println("admin: " + url(config.admin(), admin.port()));
                }
                if (gateways != null) {
                    Iso8583Report.of(config, gateways.iso8583Ports()).forEach(out::println);
                }
                out.println(
                        "ready: "
                                + (gateways == null
                                        ? config.ingress().channels()
                                        : url(config.http(), gateways.port())));
                out.flush();
                signal.await();
                stopping = System.nanoTime();
            }
            node.close(stopping + config.shutdownTimeout().toNanos());
            return conclude(signal, failure.get());
        }
    }

    private static String url(NodeConfig.Listener listener, int port) {
        String scheme = listener.tls().isPresent() ? "https" : "http";
        return scheme + "://" + listener.host() + ":" + port;
    }

    private int conclude(TerminationSignal signal, UserException failure) {
        if (failure == null) {
            return signal.conclude(ExitCode.OK);
        }
        spec.commandLine()
                .getErr()
                .println("peregrine: the node has failed: " + failure.getMessage());
        spec.commandLine().getErr().flush();
        return signal.conclude(failure.exitCode());
    }

    private static void report(
            PrintWriter out, RestoreReport restore, RecoveryReport recovery, long epoch) {
        restore.losses().forEach(out::println);
        restore.refused().forEach(problem -> out.println("snapshot passed over: " + problem));
        if (restore.snapshotSequence() > 0) {
            out.printf(
                    Locale.ROOT,
                    "snapshot of sequence %,d loaded in %.1f s%n",
                    restore.snapshotSequence(),
                    restore.loadNs() / 1e9);
        }
        out.printf(
                Locale.ROOT,
                "epoch %d: %,d events replayed in %.1f s, %,d decision records rewritten%n",
                epoch,
                recovery.events(),
                restore.replayNs() / 1e9,
                recovery.recordsRewritten());
        out.flush();
    }

    private static void reportStart(PrintWriter out, String phases) {
        RuntimeMXBean machine = ManagementFactory.getRuntimeMXBean();
        out.printf(
                Locale.ROOT,
                "start: %.2f s since the process began: %s%n",
                (System.currentTimeMillis() - machine.getStartTime()) / 1e3,
                phases);
        out.flush();
    }

    private static void report(PrintWriter out, WarmUpReport warmUp) {
        String text =
                String.format(
                        Locale.ROOT,
                        "warm-up: %,d synthetic decisions in %.1f s",
                        warmUp.decisions(),
                        warmUp.elapsedNs() / 1e9);
        out.println(
                warmUp.problem() == null ? text : text + "; ended early by " + warmUp.problem());
        out.flush();
    }
}
