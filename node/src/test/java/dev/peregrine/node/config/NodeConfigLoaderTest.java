package dev.peregrine.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.protocol.codec.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NodeConfigLoaderTest {
    private static final String TENANT = "tenants: [{id: 1, name: a, policy: p}]\n";

    @TempDir Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final Properties properties = new Properties();
    private final ConfigOverrides options = new ConfigOverrides();

    @Test
    void shouldFillDefaultsForASinglePolicy() {
        options.singleTenant("--policy", Path.of("policies/demo"));

        NodeConfig config = load(Optional.empty()).config();

        assertThat(config.dataDir()).isEqualTo(Path.of("data"));
        assertThat(config.durability()).isEqualTo(Durability.RECORDED);
        assertThat(config.preset()).isEqualTo(Preset.SHARED);
        assertThat(config.aeronDir()).isEmpty();
        assertThat(config.clients()).isEmpty();
        assertThat(config.ingress().channels()).containsExactly("aeron:ipc");
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.identity().retention()).isEqualTo(Duration.ofHours(24));
        assertThat(config.tenants().orElseThrow()).hasSize(1);
        assertThat(config.tenants().orElseThrow().get(0).policy())
                .isEqualTo(Path.of("policies/demo"));
    }

    @Test
    void shouldPreferOptionThenPropertyThenEnvironmentThenFile() throws IOException {
        Path file = write(TENANT + "http: {port: 1}\n");
        assertThat(load(Optional.of(file)).config().http().port()).isEqualTo(1);
        environment.put("PEREGRINE_HTTP_PORT", "2");
        assertThat(load(Optional.of(file)).config().http().port()).isEqualTo(2);
        properties.setProperty("peregrine.http.port", "3");
        assertThat(load(Optional.of(file)).config().http().port()).isEqualTo(3);
        options.put("--http-port", "http.port", "4");
        assertThat(load(Optional.of(file)).config().http().port()).isEqualTo(4);
    }

    @Test
    void shouldReadKebabCaseKeysAndListsFromTheEnvironment() {
        environment.put("PEREGRINE_DATA_DIR", "elsewhere");
        environment.put("PEREGRINE_JOURNAL_TERM_LENGTH", "64KiB");
        environment.put("PEREGRINE_JOURNAL_SEGMENT_LENGTH", "1MiB");
        environment.put("PEREGRINE_TENANTS_0__ID", "7");
        environment.put("PEREGRINE_TENANTS_0__NAME", "seven");
        environment.put("PEREGRINE_TENANTS_0__POLICY", "p");
        environment.put("PEREGRINE_JAVA_OPTS", "-Xmx1g");

        NodeConfig config = load(Optional.empty()).config();

        assertThat(config.dataDir()).isEqualTo(Path.of("elsewhere"));
        assertThat(config.journal().termLength().bytes()).isEqualTo(65536);
        assertThat(config.tenants().orElseThrow().get(0).id()).isEqualTo(7);
    }

    @Test
    void shouldReplaceAListAsAWhole() throws IOException {
        Path file =
                write(
                        """
                        tenants: [{id: 1, name: a, policy: p}, {id: 2, name: b, policy: p}]
                        ingress: {channels: ['aeron:ipc', 'aeron:ipc?alias=b']}
                        """);
        environment.put("PEREGRINE_INGRESS_CHANNELS_1_", "aeron:ipc?alias=c");
        options.singleTenant("--policy", Path.of("q"))
                .replaceList("--ingress", "ingress.channels", List.of("aeron:ipc?alias=x"));

        NodeConfig config = load(Optional.of(file)).config();

        assertThat(config.tenants().orElseThrow()).hasSize(1);
        assertThat(config.ingress().channels()).containsExactly("aeron:ipc?alias=x");
    }

    @Test
    void shouldSayWhereEachValueCameFrom() throws IOException {
        Path file = write(TENANT + "http:\n  host: localhost\n");
        environment.put("PEREGRINE_DURABILITY", "synced");
        options.put("--http-port", "http.port", 0);

        assertThat(load(Optional.of(file)).lines())
                .anyMatch(line -> line.matches("http.host: +localhost +# " + file + ":3:9"))
                .anyMatch(line -> line.matches("http.port: +0 +# --http-port"))
                .anyMatch(line -> line.matches("durability: +synced +# PEREGRINE_DURABILITY"))
                .anyMatch(line -> line.matches("preset: +shared +# default"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http: {prot: 1}|:2:14: unknown key http.prot; did you mean http.port?",
                "data_dir: x|:2:11: unknown key data_dir; did you mean data-dir?",
                "port: 9|:2:7: unknown key port; did you mean http.port?",
                "zzzzzzzzzzzzz: 1|:2:16: unknown key zzzzzzzzzzzzz",
                "http: 8080|:2:7: http has keys of its own, such as http.enabled",
                "preset: [shared]|:2:10: preset[0]: preset takes a single value",
                "http: {port: many}|:2:14: http.port: \"many\" is not a whole number",
                "http: {port: 70000}|:2:14: http.port: \"70000\" is not from 0 to 65535",
                "http: {enabled: yess}|:2:17: http.enabled: \"yess\" is neither true nor false",
                "http: {tenant: 9}|:2:16: http.tenant: \"9\" is no tenant's id",
                "durability: forever|:2:13: durability: \"forever\" is neither recorded nor synced",
                "preset: quick|:2:9: preset: \"quick\" is neither shared nor low-latency",
                "shutdown-timeout: soon|:2:19: shutdown-timeout: \"soon\" is not a duration",
                "journal: {term-length: 16Q}|:2:24: journal.term-length: \"16Q\" is not a size",
                "journal: {term-length: 3MiB}|:2:24: journal.term-length: \"3MiB\" is not a power",
                "journal: {segment-length: 8MiB}|:2:27: journal.segment-length: \"8MiB\" is not a",
                "pipeline: {longest-sleep: 999ns}|:2:27: pipeline.longest-sleep: \"999ns\" is not a duration",
                "pipeline: {longest-sleep: 20ms}|:2:27: pipeline.longest-sleep: \"20ms\" is not from 1us to 10ms",
                "warm-up: {decisions: -1}|:2:22: warm-up.decisions: \"-1\" is not from 0 to 1000000",
                "warm-up: {requests: 1000001}|:2:21: warm-up.requests: \"1000001\" is not from 0 to 1000000",
                "warm-up: {time-limit: 0s}|:2:23: warm-up.time-limit: \"0s\" is not above zero",
                "pipeline: {ring-size: 1000}|:2:23: pipeline.ring-size: \"1000\" is not a power",
                "ingress: {channels: ['udp:x']}|:2:22: ingress.channels[0]: \"udp:x\" is not an",
                "ingress: {channels: ['aeron:udp?endpoint=0.0.0.0:1']}|clients must have credentials",
                "clients: [{name: a, credential-sha256: zz, tenants: [1]}]|64 hexadecimal digits",
                "clients: [{name: a, tenants: [1]}]|clients[0].credential-sha256 is required",
                "data-dir:|:2:1: data-dir has no value",
                "http: {port: 1, port: 2}|:2:17: http.port is given twice",
                "http: {port: 1|not YAML",
                "http: {host: 0.0.0.0}|:2:14: http.host: \"0.0.0.0\" can be reached by other",
                "http: {host: 0.0.0.0}|needs http.tls, and http.keys-file or http.jwt;",
                "http: {host: 0.0.0.0, keys-file: k}|so it needs http.tls; http.insecure: true",
                "http: {host: 0.0.0.0, tls: {certificate: c, key: k}}|needs http.keys-file or http",
                "admin: {enabled: true}|:2:18: admin.enabled: \"true\" needs admin.keys-file or",
                "http: {jwt: {issuer: i, audience: a, keys: 'http://x'}}|neither a file nor an",
                "http: {jwt: {issuer: i, audience: a, keys: k, leeway: 1h}}|is more than 5m",
                "http: {jwt: {issuer: i, audience: a}}|http.jwt.keys is required",
                "http: {tls: {certificate: c}}|http.tls.key is required",
                "gateway: {lame-duck: 11m}|:2:22: gateway.lame-duck: \"11m\" is not from 0s to 10m",
                "gateway: {lame-duck: 90500ms}|\"90500ms\" is not from 0s to 10m",
                "gateway: {lame-duck: 30s}|\"30s\" is not from 0s to 10m, and shorter than shutdown",
            })
    void shouldTellAWrongFile(String line, String message) throws IOException {
        Path file = write(TENANT + line + "\n");

        assertThatThrownBy(() -> load(Optional.of(file)))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e ->
                                assertThat(e.problems())
                                        .hasSize(1)
                                        .first()
                                        .asString()
                                        .contains(message)
                                        .doesNotContain("SRCFG"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{host: 0.0.0.0, insecure: true}",
                "{host: 0.0.0.0, enabled: false}",
                "{host: localhost}",
                "{host: '::1'}",
                "{host: 0.0.0.0, tls: {certificate: c, key: k}, keys-file: f}",
                "{host: 0.0.0.0, tls: {certificate: c, key: k}, jwt: {issuer: i, audience: a, keys: f}}",
            })
    void shouldTakeASecureListenerOrOneThatIsExplicitlyNot(String listener) throws IOException {
        NodeConfig config = load(Optional.of(write(TENANT + "http: " + listener + "\n"))).config();

        assertThat(config.http().tls().isPresent()).isEqualTo(listener.contains("tls"));
        assertThat(config.http().jwt().isPresent()).isEqualTo(listener.contains("jwt"));
        assertThat(config.admin().tls()).isEmpty();
    }

    @Test
    void shouldNameTheVariableOfAWrongValue() {
        environment.put("PEREGRINE_HTTP_PORT", "many");
        options.singleTenant("--policy", Path.of("p"));

        assertThatThrownBy(() -> load(Optional.empty()))
                .hasMessage("PEREGRINE_HTTP_PORT: \"many\" is not a whole number");
    }

    @Test
    void shouldTellEveryProblemAtOnce() throws IOException {
        Path file =
                write(
                        """
                        tenants: [{id: 0, name: 'a b', policy: p}, {id: 0, name: b, policy: p}]
                        http: {port: -1}
                        """);

        assertThatThrownBy(() -> load(Optional.of(file)))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(e.problems()).hasSize(5));
    }

    @Test
    void shouldWantATenant() {
        assertThatThrownBy(() -> load(Optional.empty())).hasMessageContaining("no tenant");
    }

    @Test
    void shouldTellAMissingFile() {
        Path file = directory.resolve("none.yaml");
        assertThatThrownBy(() -> load(Optional.of(file))).hasMessage(file + ": no such file");
    }

    @Test
    void shouldTakeAnEmptyFile() throws IOException {
        options.singleTenant("--policy", Path.of("p"));
        assertThat(load(Optional.of(write("# nothing\n"))).config().http().enabled()).isTrue();
    }

    private LoadedConfig load(Optional<Path> file) {
        return new NodeConfigLoader(environment, properties).load(file, options);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("peregrine.yaml"), content);
    }
}
