package dev.peregrine.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class Iso8583ConfigTest {
    private static final String TENANT = "tenants: [{id: 1, name: a, policy: p}]\n";
    private static final String TWO_TENANTS =
            "tenants: [{id: 1, name: a, policy: p}, {id: 2, name: b, policy: p}]\n";

    @TempDir Path directory;

    @Test
    void shouldFillDefaults() throws IOException {
        Iso8583Config listener = load(TENANT, "[{name: acquirer}]").iso8583().orElseThrow().get(0);

        assertThat(listener.host()).isEqualTo("127.0.0.1");
        assertThat(listener.port()).isEqualTo(8583);
        assertThat(listener.version()).isEqualTo(1987);
        assertThat(listener.detailField()).isEqualTo(44);
        assertThat(listener.tenant()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{port: 1}]|iso8583[0].name is required",
                "[{name: 'a b'}]|:2:18: iso8583[0].name: \"a b\" is not 1 to 64 letters, digits, - and _",
                "[{name: a}, {name: a, port: 1}]|:2:29: iso8583[1].name: \"a\" is another listener's name",
                "[{name: a, prot: 1}]|:2:27: unknown key iso8583[0].prot",
                "[{name: a, port: 70000}]|:2:27: iso8583[0].port: \"70000\" is not from 0 to 65535",
                "[{name: a, port: -1}]|iso8583[0].port: \"-1\" is not from 0 to 65535",
                "[{name: a, max-connections: 0}]|iso8583[0].max-connections: \"0\" is not from 1 to",
                "[{name: a, max-in-flight: 0}]|iso8583[0].max-in-flight: \"0\" is not from 1 to 65535",
                "[{name: a, max-length: 63}]|iso8583[0].max-length: \"63\" is not from 64 to 65535",
                "[{name: a, max-length: 65536}]|iso8583[0].max-length: \"65536\" is not from 64 to",
                "[{name: a, idle-timeout: 0s}]|iso8583[0].idle-timeout: \"0s\" is not more than 0",
                "[{name: a, message-timeout: 0s}]|iso8583[0].message-timeout: \"0s\" is not more than",
                "[{name: a, version: 2003}]|iso8583[0].version: \"2003\" is neither 1987 nor 1993",
                "[{name: a, encoding: ebcdic}]|encoding: \"ebcdic\" is neither ascii nor binary",
                "[{name: a, time-zone: Mars}]|\"Mars\" is no time zone such as UTC or Europe/Berlin",
                "[{name: a, detail-field: 43}]|detail-field: \"43\" is not 0 or a text of variable",
                "[{name: a, detail-field: -1}]|detail-field: \"-1\" is not 0 or a text of variable",
                "[{name: a, responses: [{action: allow, code: '05'}]}]|responses[0].action: \"allow\" is not",
                "[{name: a, responses: [{action: decline, code: '5'}]}]|code: \"5\" is not 2 letters or",
                "[{name: a, version: 1993, responses: [{action: review, code: '05'}]}]|is not 3 letters",
                "[{name: a, responses: [{action: review, code: '05', min-score: 1000}]}]|from 0 to 999",
                "[{name: a, tenant: 9}]|iso8583[0].tenant: \"9\" is no tenant's id",
                "[{name: a, certificates: [{common-name: c, tenant: 1}]}]|needs tls with client-ca",
                "[{name: a, host: 0.0.0.0}]|so it needs tls with client-ca; insecure: true does without",
                "[{name: a, host: 0.0.0.0, tls: {certificate: c, key: k}}]|can be reached by other machines",
            })
    void shouldTellAWrongListener(String listeners, String message) {
        assertProblem(TENANT, listeners, message);
    }

    @Test
    void shouldWantATenantWhereThereAreSeveral() throws IOException {
        assertProblem(TWO_TENANTS, "[{name: a}]", "needs tenant, as there are several");

        assertThat(load(TWO_TENANTS, "[{name: a, tenant: 2}]").iso8583()).isPresent();
    }

    @Test
    void shouldTakeTenantsFromCertificates() throws IOException {
        String tls = "tls: {certificate: c, key: k, client-ca: a}";
        assertThat(
                        load(
                                        TWO_TENANTS,
                                        "[{name: a, host: 0.0.0.0, certificates: [{common-name: c,"
                                                + " tenant: 2}], "
                                                + tls
                                                + "}]")
                                .iso8583())
                .isPresent();
        assertProblem(
                TWO_TENANTS,
                "[{name: a, certificates: [{common-name: c, tenant: 3}], " + tls + "}]",
                "certificates[0].tenant: \"3\" is no tenant's id");
    }

    @Test
    void shouldWantTheGateway() {
        assertProblem(
                TENANT + "http: {enabled: false}\n",
                "[{name: a}]",
                "needs http.enabled: a listener is part of the gateway");
    }

    private void assertProblem(String head, String listeners, String message) {
        assertThatThrownBy(() -> load(head, listeners))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .singleElement()
                                        .asString()
                                        .contains(message)
                                        .doesNotContain("SRCFG"));
    }

    private NodeConfig load(String head, String listeners) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("peregrine.yaml"), head + "iso8583: " + listeners + "\n");
        return new NodeConfigLoader(Map.of(), new Properties())
                .load(Optional.of(file), new ConfigOverrides())
                .config();
    }
}
