package dev.peregrine.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Asks a node for decisions over HTTP and remembers the answers. */
final class HttpPayer {
    /** What stands for a broken connection. */
    static final int NO_ANSWER = -1;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The same of every payment, also of one that is sent again. */
    private final Instant eventTime = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** Decisions that were acknowledged, without their envelopes. */
    final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    /** Sends a payment; gives the status of the answer. */
    CompletableFuture<Integer> send(int port, String eventId, String card, int amountMinor) {
        String json =
                """
                {"event_id":"%s","event_time":"%s","amount_minor":%d,"currency":"EUR",
                 "card":"%s","merchant":"merchant-1","channel":"ecommerce"}
                """
                        .formatted(eventId, eventTime, amountMinor, card);
        return HTTP.sendAsync(
                        HttpRequest.newBuilder(uri(port, "/v1/decisions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json, UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> keep(eventId, response));
    }

    /** Sends an ordinary payment. */
    CompletableFuture<Integer> send(int port, String eventId) {
        return send(port, eventId, "card-1", 1234);
    }

    /** Value of a metric without labels, or with these; 0 when it is not there. */
    static double metric(int port, String name) throws IOException, InterruptedException {
        String metrics =
                HTTP.send(
                                HttpRequest.newBuilder(uri(port, "/metrics")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private int keep(String eventId, HttpResponse<String> response) {
        if (response == null) {
            return NO_ANSWER;
        }
        if (response.statusCode() == 200) {
            String body = response.body();
            acknowledged.merge(
                    eventId,
                    body.substring(0, body.indexOf("\"envelope\"")),
                    (first, again) -> first.equals(again) ? first : first + " then " + again);
        }
        return response.statusCode();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
