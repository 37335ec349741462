package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.JwtContext;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OAuth2 access tokens: which are taken, and what they are good for. */
@Timeout(60)
class TokenApiTest {
    private static final String PAYMENT =
            "{\"event_id\":\"e-1\",\"event_time\":\"2026-01-31T12:00:00Z\",\"amount_minor\":1,"
                    + "\"currency\":\"EUR\"}";
    private static final String ISSUER = "https://id.example";
    private static RSAKey rsa;
    private static ECKey ec;
    private static RSAKey stranger;

    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;
    private Path keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
        stranger = new RSAKeyGenerator(2048).keyID("r1").generate();
    }

    @BeforeEach
    void start() throws Exception {
        keys = directory.resolve("jwks.json");
        Files.writeString(keys, new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString());
        http.engine.session(SessionState.open(Map.of("acme", 1, "other", 2)));
        http.context.access(
                new AccessContext()
                        .jwt(
                                Optional.of(
                                        new JwtContext(
                                                ISSUER,
                                                "peregrine",
                                                keys.toString(),
                                                "tenant",
                                                Duration.ofSeconds(30),
                                                0,
                                                0))));
        http.start();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldTakeTokensOfTheIssuer() throws Exception {
        assertThat(status(rs256(rsa, claims()))).isEqualTo(200);
        assertThat(status(es256(claims()))).isEqualTo(200);
        String again = rs256(rsa, claims());
        assertThat(status(again)).isEqualTo(200);
        assertThat(status(again)).isEqualTo(200);
        assertThat(
                        status(
                                sign(
                                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                                .keyID("r1")
                                                .type(new JOSEObjectType("at+jwt"))
                                                .build(),
                                        claims(),
                                        new RSASSASigner(rsa))))
                .isEqualTo(200);
        assertThat(status(rs256(rsa, claims().audience(List.of("x", "peregrine"))))).isEqualTo(200);
        assertThat(status(rs256(rsa, claims().expirationTime(at(-10))))).isEqualTo(200);
        assertThat(status(rs256(rsa, claims().notBeforeTime(at(10))))).isEqualTo(200);
        assertThat(
                        status(
                                rs256(
                                        rsa,
                                        claims().claim("scope", null)
                                                .claim("scp", List.of("peregrine:decide")))))
                .isEqualTo(200);
        assertThat(status(rs256(rsa, claims().claim("tenant", 1)))).isEqualTo(200);
    }

    @Test
    void shouldTurnOthersAway() throws Exception {
        String good = rs256(rsa, claims());
        String[] parts = good.split("\\.", -1);
        assertDenied(rs256(stranger, claims()), "not valid");
        assertDenied(rs256(rsa, claims().expirationTime(at(-31))), "expired");
        assertDenied(rs256(rsa, claims().expirationTime(null)), "not valid");
        assertDenied(rs256(rsa, claims().notBeforeTime(at(60))), "not valid");
        assertDenied(rs256(rsa, claims().issuer("https://evil.example")), "not valid");
        assertDenied(rs256(rsa, claims().issuer(null)), "not valid");
        assertDenied(rs256(rsa, claims().audience("another-service")), "not valid");
        assertDenied(rs256(rsa, claims().audience((String) null)), "not valid");
        assertDenied(rs256(rsa, claims().subject(null)), "not valid");
        assertDenied(rs256(rsa, claims().subject("4111 1111 1111 1111")), "not valid");
        assertDenied(rs256(rsa, claims().subject("a\r\nb")), "not valid");
        assertDenied(new PlainJWT(claims().build()).serialize(), "not valid");
        assertDenied(header("{\"alg\":\"none\"}") + "." + parts[1] + ".", "not valid");
        assertDenied(header("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2], "not valid");
        assertDenied(
                header("{\"alg\":\"HS256\",\"kid\":\"r1\"}") + "." + parts[1] + "." + parts[2],
                "not valid");
        assertDenied(
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r1").build(),
                        claims(),
                        new MACSigner(rsa.toRSAPublicKey().getEncoded())),
                "not valid");
        assertDenied(
                sign(
                        new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("r1").build(),
                        claims(),
                        new RSASSASigner(rsa)),
                "not valid");
        String forged =
                payload(
                        "{\"iss\":\""
                                + ISSUER
                                + "\",\"aud\":\"peregrine\",\"sub\":\"x\",\"exp\":9999999999,\"scope\":\"peregrine:decide\",\"tenant\":\"acme\"}");
        assertDenied(parts[0] + "." + forged + "." + parts[2], "not valid");
        assertDenied(parts[0] + "." + payload("[".repeat(3_000)) + "." + parts[2], "not valid");
        assertDenied("x", "not valid");
        assertDenied("..", "not valid");
        assertDenied("pk_abcdefghijkl_" + "A".repeat(43), "not valid");
        assertThat(status(good)).isEqualTo(200);
    }

    @Test
    void shouldHoldATokenToItsScopesAndTenants() throws Exception {
        assertThat(status(rs256(rsa, claims().claim("scope", "peregrine:read openid"))))
                .isEqualTo(403);
        assertThat(status(rs256(rsa, claims().claim("scope", "decide")))).isEqualTo(403);
        assertThat(status(rs256(rsa, claims().claim("scope", null)))).isEqualTo(403);
        assertThat(status(rs256(rsa, claims().claim("tenant", null)))).isIn(400, 403);
        assertThat(status(rs256(rsa, claims().claim("tenant", "nobody")))).isIn(400, 403);
        assertThat(status(rs256(rsa, claims().claim("tenant", Map.of("a", 1))))).isEqualTo(401);
        String other = rs256(rsa, claims().claim("tenant", "other"));
        assertThat(as(other, "acme")).isEqualTo(403);
        assertThat(as(other, "2")).isEqualTo(200);
        String both = rs256(rsa, claims().claim("tenant", List.of("acme", "2")));
        assertThat(as(both, "acme")).isEqualTo(200);
        assertThat(as(both, "other")).isEqualTo(200);
    }

    @Test
    void shouldForgetTheKeysThatTheIssuerWithdrew() throws Exception {
        String byRsa = rs256(rsa, claims());
        String byEc = es256(claims());
        assertThat(status(byRsa)).isEqualTo(200);
        Files.writeString(keys, new JWKSet(ec).toPublicJWKSet().toString());

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (status(byRsa) != 401) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }

        assertThat(status(byEc)).isEqualTo(200);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("peregrine")
                .subject("payments-" + System.nanoTime())
                .expirationTime(at(300))
                .claim("scope", "openid peregrine:decide")
                .claim("tenant", "acme");
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String rs256(RSAKey key, JWTClaimsSet.Builder claims) throws Exception {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1").build(),
                claims,
                new RSASSASigner(key));
    }

    private static String es256(JWTClaimsSet.Builder claims) throws Exception {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e1").build(),
                claims,
                new ECDSASigner(ec));
    }

    private static String sign(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws Exception {
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static String header(String json) {
        return payload(json);
    }

    private static String payload(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private int status(String token) throws Exception {
        return send(token).statusCode();
    }

    private int as(String token, String tenant) throws Exception {
        return http.send(
                        http.request(PAYMENT)
                                .header("Authorization", "Bearer " + token)
                                .header("Peregrine-Tenant", tenant))
                .statusCode();
    }

    private HttpResponse<String> send(String token) throws Exception {
        return http.send(http.request(PAYMENT).header("Authorization", "Bearer " + token));
    }

    private void assertDenied(String token, String detail) throws Exception {
        HttpResponse<String> response = send(token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"peregrine\", error=\"invalid_token\"");
        assertThat(response.body()).contains(detail).doesNotContain("com.nimbusds", "Exception");
    }
}
