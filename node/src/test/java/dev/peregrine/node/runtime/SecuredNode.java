package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.policy.signing.SigningKey;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.agrona.CloseHelper;

/** A node of two tenants with keys, its API and its admin port, in this process. */
final class SecuredNode implements AutoCloseable {
    private static final String RULE =
            """
            rules:
              - id: blocked_card
                description: A card that is blocked.
                when: tx.card in lists.blocked_cards
                action: decline
                reason: {code: BLOCKED, text: The card is blocked.}
              - id: large
                description: A large amount.
                when: tx.amount_minor > %d
                action: challenge
                reason: {code: LARGE, text: A large amount.}
            """;

    final Path directory;
    final Path data;
    final Path configuration;
    final HttpClient http = HttpClient.newHttpClient();
    private PeregrineNode node;
    private AdminPort admin;
    private Gateways api;

    SecuredNode(Path directory) throws Exception {
        this.directory = directory;
        data = directory.resolve("data");
        configuration = directory.resolve("node.yaml");
        SigningKey.generate(directory.resolve("analyst.pem"));
        Files.writeString(
                configuration,
                """
                data-dir: %1$s/data
                tenants:
                  - {id: 1, name: acme, policy: %1$s/policy-1}
                  - {id: 2, name: other, policy: %1$s/policy-1}
                policies: {trusted-keys: [%1$s/analyst.pem.pub]}
                journal: {term-length: 1MiB, segment-length: 4MiB}
                identity: {capacity: 100000}
                http: {port: 0, keys-file: %1$s/keys.yaml}
                admin: {enabled: true, port: 0, keys-file: %1$s/keys.yaml}
                """
                        .formatted(directory));
        sign(bundle(1, 1_000_000));
    }

    /** A bundle with lists, not signed. */
    Path bundle(int version, int large) throws IOException {
        Path bundle = directory.resolve("policy-" + version);
        Files.createDirectories(bundle.resolve("rules"));
        Path minimal = CommandLineNode.POLICY;
        Files.writeString(
                bundle.resolve("policy.yaml"),
                Files.readString(minimal.resolve("policy.yaml"))
                        .replaceFirst("(?m)^version: .*$", "version: " + version));
        Files.writeString(
                bundle.resolve("features.yaml"),
                Files.readString(minimal.resolve("features.yaml")));
        Files.writeString(
                bundle.resolve("lists.yaml"),
                """
                lists:
                  - {name: blocked_cards, purpose: block, match: exact, capacity: 2000}
                  - {name: hosting, purpose: custom, match: cidr, capacity: 100}
                """);
        Files.writeString(bundle.resolve("rules/lists.yaml"), RULE.formatted(large));
        return bundle;
    }

    Path sign(Path bundle) {
        run("policy", "sign", bundle.toString(), "--key", directory + "/analyst.pem");
        return bundle;
    }

    SecuredNode start() {
        NodeConfig config =
                new NodeConfigLoader()
                        .load(Optional.of(configuration), new ConfigOverrides())
                        .config();
        node =
                PeregrineNode.start(
                        config,
                        ReplayProgress.NONE,
                        (component, failure) -> failure.printStackTrace());
        admin = AdminPort.start(config, node);
        api = Gateways.start(config, node);
        return this;
    }

    /** Makes a key; gives its text. */
    String key(String name, String scopes, String tenants) {
        List<String> lines =
                run(
                                "keys",
                                "create",
                                name,
                                "--scope",
                                scopes,
                                "--tenant",
                                tenants,
                                "--config",
                                configuration.toString())
                        .lines()
                        .toList();
        return lines.get(lines.size() - 1);
    }

    /** Runs a command that succeeds; gives what it says. */
    String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }

    HttpResponse<String> admin(String key, String path) throws Exception {
        return http.send(request(admin.port(), key, path).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> admin(String key, String path, String type, byte[] body) throws Exception {
        return http.send(
                request(admin.port(), key, path)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> admin(String key, String path, String json) throws Exception {
        return admin(key, path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> api(String key, String path, String json) throws Exception {
        return http.send(
                request(api.port(), key, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String key, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    /** A directory as a zip file, with its own name in front. */
    static byte[] zip(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(directory)) {
            List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).toList());
            for (Path file : all) {
                zip.putNextEntry(
                        new ZipEntry(directory.getFileName() + "/" + directory.relativize(file)));
                zip.write(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(api, admin, node);
    }
}
