package dev.peregrine.node.cli;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.runtime.RemoteGateway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "gateway",
        description = {
            "Run the HTTP API in a process of its own, in front of a node that runs elsewhere.",
            "SIGTERM or Ctrl-C drains and ends with 0."
        })
final class GatewayCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; conf/peregrine.example.yaml shows every key.")
    private Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The gateway's own directory, for what it must not lose (default: data).")
    private Path data;

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "Policy of a single tenant, for its stand-ins: number 1, 'default'.")
    private Path policy;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the HTTP API (default: 8080; 0: the system chooses).")
    private String httpPort;

    @Option(
            names = "--node",
            paramLabel = "CHANNEL",
            description = "Where the node listens: an Aeron channel (default: aeron:ipc).")
    private String node;

    @Option(
            names = "--node-data",
            paramLabel = "DIR",
            description = "Data directory of a node on this machine, to use its media driver.")
    private Path nodeData;

    @Option(
            names = "--aeron-dir",
            paramLabel = "DIR",
            description = "Directory of a media driver that runs already.")
    private Path aeronDir;

    @Option(
            names = "--allow-unsigned",
            description = "Take policy bundles without a signature; for development only.")
    private boolean allowUnsigned;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        NodeConfig loaded =
                new NodeConfigLoader().load(Optional.ofNullable(config), overrides()).config();
        HeapDumps.refuse(loaded);
        PrintWriter out = spec.commandLine().getOut();
        try (TerminationSignal signal = new TerminationSignal(loaded.shutdownTimeout())) {
            try (RemoteGateway gateway = RemoteGateway.start(loaded)) {
                if (!gateway.isReady()) {
                    out.println("no session with the node yet: " + loaded.gateway().channel());
                }
                Iso8583Report.of(loaded, gateway.iso8583Ports()).forEach(out::println);
                out.printf(
                        "ready: %s://%s:%d%n",
                        loaded.http().tls().isPresent() ? "https" : "http",
                        loaded.http().host(),
                        gateway.port());
                out.flush();
                signal.await();
            }
            return signal.conclude(ExitCode.OK);
        }
    }

    private ConfigOverrides overrides() {
        ConfigOverrides overrides =
                new ConfigOverrides()
                        .put("--data", "data-dir", data)
                        .put("--http-port", "http.port", httpPort)
                        .put("--node", "gateway.channel", node)
                        .put("--node-data", "gateway.node-data", nodeData)
                        .put("--aeron-dir", "aeron-dir", aeronDir)
                        .put(
                                "--allow-unsigned",
                                "policies.allow-unsigned",
                                allowUnsigned ? true : null);
        if (policy != null) {
            overrides.singleTenant("--policy", policy);
        }
        return overrides;
    }
}
