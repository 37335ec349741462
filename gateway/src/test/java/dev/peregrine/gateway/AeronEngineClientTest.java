package dev.peregrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.gateway.json.Requests;
import dev.peregrine.protocol.codec.RejectCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way from HTTP over Aeron and back, against a node that only speaks the protocol. */
@Timeout(120)
class AeronEngineClientTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldAskANodeOverAeron() throws Exception {
        try (EchoNode node = new EchoNode();
                Gateway gateway = new Gateway(context(node.aeronDirectory()))) {
            String base = "http://127.0.0.1:" + gateway.start();
            while (get(base + "/health/ready").statusCode() != 200) {
                Thread.onSpinWait();
            }

            for (int i = 0; i < 50; i++) {
                HttpResponse<String> decided =
                        post(base, Requests.LEAST.replace("pay-2", "pay-" + i), "shop");
                assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
                assertThat(decided.body()).contains("\"event_id\":\"pay-" + i + "\"");
            }
            assertThat(post(base, Requests.FULL, "7").statusCode()).isEqualTo(200);
            assertThat(post(base, Requests.FULL, "bank").statusCode()).isEqualTo(403);

            node.refuse(RejectCode.CONFLICT);
            HttpResponse<String> conflict = post(base, Requests.LEAST, "shop");
            assertThat(conflict.statusCode()).isEqualTo(422);
            assertThat(conflict.body())
                    .contains("{\"field\":\"event_id\",\"value\":\"pay-2\",\"detail\":\"was used");

            node.refuse(RejectCode.OVERLOADED);
            HttpResponse<String> overloaded = post(base, Requests.LEAST, "shop");
            assertThat(overloaded.statusCode()).isEqualTo(429);
            assertThat(overloaded.headers().firstValue("retry-after")).contains("1");
        }
    }

    @Test
    void shouldNotBeReadyWithoutANode() throws Exception {
        try (Gateway gateway = new Gateway(context("/nonexistent/aeron"))) {
            String base = "http://127.0.0.1:" + gateway.start();

            HttpResponse<String> ready = get(base + "/health/ready");
            HttpResponse<String> refused = post(base, Requests.LEAST, "shop");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"reason\":\"");
            assertThat(refused.statusCode()).isEqualTo(503);
        }
    }

    private static GatewayContext context(String aeronDirectory) {
        ClientContext session = new ClientContext().aeronDirectoryName(aeronDirectory);
        return new GatewayContext().port(0).client(new RetryingContext(session));
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String base, String body, String tenant) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/v1/decisions"))
                        .header("Content-Type", "application/json")
                        .header("Peregrine-Tenant", tenant)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
