package dev.peregrine.latency.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts {@code serve} over a data directory and times it to its first decision. */
final class RestartedNode {
    private static final Pattern LOADED = Pattern.compile("loaded in ([0-9.]+) s");
    private static final Pattern REPLAYED = Pattern.compile("replayed in ([0-9.]+) s");
    private static final Pattern WARM_UP = Pattern.compile("decisions in ([0-9.]+) s");
    private static final Pattern MACHINE = Pattern.compile("driver and archive ([0-9.]+) s");
    private static final Pattern WAITED = Pattern.compile("rest of the snapshot ([0-9.]+) s");

    private RestartedNode() {}

    /**
     * Where the time went, in seconds.
     *
     * @param startMs of the process, epoch milliseconds
     * @param ready until it said that it was ready
     * @param loaded to load the snapshot, most of it while driver and archive start
     * @param machine to start driver and archive
     * @param waited for the rest of the snapshot after that
     * @param replayed to replay what came after
     * @param warmUp to decide for nobody
     * @param total from the start of the process to the first answer over HTTP
     */
    record Times(
            long startMs,
            double ready,
            double loaded,
            double machine,
            double waited,
            double replayed,
            double warmUp,
            double total) {
        /** Virtual machine, policies, ingest, HTTP. */
        double rest() {
            return total - machine - waited - replayed - warmUp;
        }
    }

    static Times time(Path directory, Path data, Path policy, long cards, long tail)
            throws Exception {
        Path config = directory.resolve("restart.yaml");
        Files.writeString(
                config,
                "policies:\n  allow-unsigned: true\nidentity:\n  capacity: %d\n"
                        .formatted(RecoveryBench.eventIds(cards, tail)));
        long startMs = System.currentTimeMillis();
        long start = System.nanoTime();
        try (ChildProcess node =
                ChildProcess.of(
                        List.of(
                                Installation.root().resolve("peregrine").toString(),
                                "serve",
                                "--config",
                                config.toString(),
                                "--data",
                                data.toString(),
                                "--policy",
                                policy.toString(),
                                "--http-port",
                                "0"))) {
            String ready = node.await("ready: ");
            long readyNs = System.nanoTime();
            decide(ready.substring(ready.indexOf("http")));
            long decidedNs = System.nanoTime();
            return new Times(
                    startMs,
                    (readyNs - start) / 1e9,
                    seconds(LOADED, node.said()),
                    seconds(MACHINE, node.said()),
                    seconds(WAITED, node.said()),
                    seconds(REPLAYED, node.said()),
                    seconds(WARM_UP, node.said()),
                    (decidedNs - start) / 1e9);
        }
    }

    private static void decide(String address) throws Exception {
        String payment =
                """
                {"event_id": "first-%s", "event_time": "%s", "amount_minor": 100, "currency": "EUR",
                 "card": "card-1", "merchant": "merchant-1"}"""
                        .formatted(Long.toString(System.nanoTime(), 36), Instant.now());
        URI node = URI.create(address);
        String request =
                "POST /v1/decisions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + payment.length()
                        + "\r\n\r\n"
                        + payment;
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new UserException(ExitCode.FAILURE, "no decision: " + answer);
            }
        }
    }

    private static double seconds(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new UserException(
                    ExitCode.FAILURE, "the node did not say \"" + pattern + "\": " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
