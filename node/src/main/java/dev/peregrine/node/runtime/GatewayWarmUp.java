package dev.peregrine.node.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.GatewayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Answers a few requests before the first client's, through a gateway of its own that has no engine
 * behind it and metrics that nobody reads: the node does not hear of them. Blocks.
 */
final class GatewayWarmUp {
    private static final int READ_TIMEOUT_MS = 5_000;
    private static final String JSON =
            """
            {"event_id":"warm-up","event_time":"2024-01-31T12:00:00.123Z","amount_minor":1234,\
            "currency":"EUR","channel":"ecommerce","card":"card-1","account":"account-1",\
            "merchant":"merchant-1","terminal":"terminal-1","device":"device-1","ip":"10.0.0.1",\
            "merchant_category":5411}""";

    private GatewayWarmUp() {}

    /**
     * Warms up.
     *
     * @param requests to ask at most; 0: the gateway is not even started
     * @param limitNs how long it may go on asking, after the gateway listens
     * @return how many requests were answered with a decision; fewer than all when time was up or
     *     the loopback interface could not be used, which the real gateway will tell
     */
    static int run(int requests, long limitNs) {
        if (requests == 0) {
            return 0;
        }
        int answered = 0;
        Gateway gateway =
                new Gateway(new GatewayContext().port(0).engineClient(new CannedEngine()));
        try (gateway) {
            int port = gateway.start();
            long firstNanos = System.nanoTime();
            while (answered < requests
                    && System.nanoTime() - firstNanos < limitNs
                    && decide(port)) {
                answered++;
            }
        } catch (IOException | GatewayException e) {
            return answered;
        }
        return answered;
    }

    private static boolean decide(int port) throws IOException {
        String request =
                "POST /v1/decisions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + JSON.length()
                        + "\r\n\r\n"
                        + JSON;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            return answer.startsWith("HTTP/1.1 200");
        }
    }
}
