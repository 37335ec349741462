package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.Scope;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What keys may do holds for messages of other formats as well. */
@Timeout(60)
class FormatAccessTest {
    private static final String PAYMENTS = "/v1/iso20022/payments";
    private static final String REPORTS = "/v1/iso20022/reports";
    private static final String AREQ = "/v1/3ds/areq";

    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;
    private TestKeys keys;

    @BeforeEach
    void setUp() {
        keys = new TestKeys(directory);
        http.engine.session(SessionState.open(Map.of("acme", 1, "other", 2)));
        http.context.access(new AccessContext().keysFile(Optional.of(keys.file)));
    }

    @AfterEach
    void tearDown() {
        http.close();
    }

    @Test
    void shouldHoldAKeyToItsScopesAndTenants() throws Exception {
        String decide = keys.add(Set.of(1), Scope.DECIDE);
        String report = keys.add(Set.of(1), Scope.REPORT);
        http.start();
        String payment = IsoMessages.pacs008(IsoMessages.AMOUNT);
        String returned = IsoMessages.pacs004("AC04", "EUR", "1");

        assertThat(post(decide, PAYMENTS, payment, null).statusCode()).isEqualTo(200);
        assertThat(post(report, PAYMENTS, payment, null).statusCode()).isEqualTo(403);
        assertThat(post(decide, REPORTS, returned, null).statusCode()).isEqualTo(403);
        assertThat(post(report, REPORTS, returned, null).statusCode()).isEqualTo(200);
        assertThat(post(report, AREQ, "{}", null).statusCode()).isEqualTo(403);
        assertThat(post("none", PAYMENTS, payment, null).statusCode()).isEqualTo(401);
        HttpResponse<String> other = post(decide, PAYMENTS, payment, "other");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("wrong-tenant");
    }

    @Test
    void shouldCountEachTransactionOfAMessage() throws Exception {
        String key = keys.add(Set.of(1), null, 1, 5, Scope.DECIDE);
        http.start();
        String[] transfers =
                IntStream.range(0, 20)
                        .mapToObj(i -> IsoMessages.transfer(Integer.toString(i), "1"))
                        .toArray(String[]::new);

        HttpResponse<String> response =
                http.send(
                        http.request(
                                        PAYMENTS,
                                        "application/xml",
                                        IsoMessages.pain001("20", "20", transfers)
                                                .getBytes(StandardCharsets.UTF_8))
                                .header("Authorization", "Bearer " + key)
                                .header("Peregrine-Deadline-Ms", "300"));

        assertThat(response.statusCode()).isEqualTo(200);
        long decided =
                Pattern.compile("decision 3-4711").matcher(response.body()).results().count();
        long refused = Pattern.compile("<Cd>NARR</Cd>").matcher(response.body()).results().count();
        assertThat(decided).isBetween(5L, 6L);
        assertThat(decided + refused).isEqualTo(20);
    }

    private HttpResponse<String> post(String key, String path, String body, String tenant)
            throws Exception {
        var request =
                http.request(
                                path,
                                path.equals(AREQ) ? "application/json" : "application/xml",
                                body.getBytes(StandardCharsets.UTF_8))
                        .header("Authorization", "Bearer " + key);
        return http.send(tenant == null ? request : request.header("Peregrine-Tenant", tenant));
    }
}
