package dev.peregrine.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pays by way of gateways and remembers what each payment was answered, in order. */
final class GatewayAnswers {
    private static final Pattern ACTION = Pattern.compile("\"action\":\"(\\w+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String eventTime;
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();

    GatewayAnswers(String eventTime) {
        this.eventTime = eventTime;
    }

    /** Sends a payment; gives the answer's body, or nothing when the connection broke. */
    CompletableFuture<String> pay(int port, String eventId, int amountMinor, int deadlineMs) {
        String json =
                """
                {"event_id":"%s","event_time":"%s","amount_minor":%d,"currency":"EUR",
                 "card":"card-%d","merchant":"merchant-1","channel":"ecommerce"}
                """
                        .formatted(
                                eventId,
                                eventTime,
                                amountMinor,
                                Math.floorMod(eventId.hashCode(), 50));
        return http.sendAsync(
                        HttpRequest.newBuilder(uri(port, "/v1/decisions"))
                                .timeout(Duration.ofSeconds(20))
                                .header("Content-Type", "application/json")
                                .header("Peregrine-Deadline-Ms", Integer.toString(deadlineMs))
                                .POST(HttpRequest.BodyPublishers.ofString(json, UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) -> keep(eventId, response));
    }

    /** Sends another body, or asks for something when it is empty. */
    HttpResponse<String> send(int port, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(port, path)).timeout(Duration.ofSeconds(20));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What each payment was answered with 200, in order. */
    Map<String, List<String>> all() {
        return answers;
    }

    static boolean isStandIn(String answer) {
        return answer.contains("\"stand_in\":true");
    }

    static String action(String answer) {
        Matcher action = ACTION.matcher(answer);
        if (!action.find()) {
            throw new AssertionError("no action: " + answer);
        }
        return action.group(1);
    }

    /** The answer without its envelope. */
    static String body(String answer) {
        return answer.substring(0, answer.indexOf("\"envelope\""));
    }

    private String keep(String eventId, HttpResponse<String> response) {
        if (response == null || response.statusCode() != 200) {
            return "";
        }
        answers.computeIfAbsent(eventId, id -> new ArrayList<>());
        answers.computeIfPresent(
                eventId,
                (id, list) -> {
                    list.add(response.body());
                    return list;
                });
        return response.body();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
