package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeysCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;
    private Path configuration;
    private Path keys;

    @BeforeEach
    void setUp() throws Exception {
        configuration = directory.resolve("node.yaml");
        keys = directory.resolve("conf/keys.yaml");
        Files.writeString(
                configuration,
                """
                tenants: [{id: 1, name: acme, policy: p}, {id: 7, name: other, policy: p}]
                http: {keys-file: %s}
                """
                        .formatted(keys));
    }

    @Test
    void shouldMakeShowAndRevokeKeys() throws Exception {
        assertThat(
                        run(
                                "create",
                                "shop",
                                "--scope",
                                "decide,report",
                                "--tenant",
                                "acme,other",
                                "--rate",
                                "10",
                                "--until",
                                "2099-01-31T00:00:00Z"))
                .as(err.toString())
                .isZero();
        List<String> lines = out.toString().lines().toList();
        String key = lines.get(1);
        String id = key.substring(3, 15);
        assertThat(lines.get(0)).startsWith("shop: key " + id + ";");
        assertThat(Files.readString(keys))
                .contains(id, "burst: 10")
                .doesNotContain(key, key.substring(16));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");

        assertThat(run("list")).isZero();
        assertThat(out.toString().lines().skip(1))
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line)
                                        .matches(
                                                id
                                                        + " +shop +valid +1,7 +decide,report +10 +\\S+Z"
                                                        + " +2099-01-31T00:00:00Z"));
        assertThat(run("revoke", id)).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains(" revoked ").doesNotContain("valid");
    }

    @Test
    void shouldTellMistakesInALine() throws Exception {
        refused(2, "--tenant: which of acme, other?", "create", "x", "--scope", "read");
        refused(
                2,
                "no tenant 'acne'; did you mean 'acme'?",
                "create",
                "x",
                "--scope",
                "read",
                "--tenant",
                "acne");
        refused(
                2,
                "no scope 'reed'; did you mean 'read'?",
                "create",
                "x",
                "--scope",
                "reed",
                "--tenant",
                "acme");
        refused(2, "NAME: must be", "create", "a b", "--scope", "read", "--tenant", "acme");
        refused(
                2,
                "has passed",
                "create",
                "x",
                "--scope",
                "read",
                "--tenant",
                "acme",
                "--until",
                "2001-01-31T00:00:00Z");
        refused(
                2,
                "--rate: must be from 0",
                "create",
                "x",
                "--scope",
                "read",
                "--tenant",
                "acme",
                "--rate",
                "-1");
        refused(2, "no key 'abc'", "revoke", "abc");
        Files.createDirectories(keys.getParent());
        Files.writeString(keys, "keys: [{id: 1}]\n");
        assertThat(run("list")).isEqualTo(3);
        assertThat(err.toString().lines())
                .allMatch(line -> line.startsWith("peregrine: " + keys + ":1:"));
        Files.writeString(configuration, "tenants: [{id: 1, name: acme, policy: p}]\n");
        refused(2, "names no file of keys", "list");
    }

    private void refused(int code, String words, String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isEqualTo(code);
        assertThat(err.toString()).startsWith("peregrine: ").contains(words).hasLineCount(1);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", configuration.toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }
}
