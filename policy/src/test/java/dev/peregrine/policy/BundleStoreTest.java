package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BundleStoreTest {
    @TempDir Path temp;
    private BundleFixture bundle;
    private BundleStore store;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(temp.resolve("bundle"));
        store = new BundleStore(temp.resolve("store"));
    }

    @Test
    void shouldHashLikeTheDocumentedForm() throws Exception {
        Path dir = temp.resolve("known");
        Files.createDirectories(dir);
        Files.writeString(dir.resolve("policy.yaml"), "p");
        Files.writeString(dir.resolve("features.yaml"), "ff");

        String preimage =
                "0000000d"
                        + HexFormat.of()
                                .formatHex("features.yaml".getBytes(StandardCharsets.US_ASCII))
                        + "0000000000000002"
                        + "6666"
                        + "0000000b"
                        + HexFormat.of()
                                .formatHex("policy.yaml".getBytes(StandardCharsets.US_ASCII))
                        + "0000000000000001"
                        + "70";
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(preimage));
        assertThat(BundleHasher.hash(dir).hex()).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void shouldIgnoreWhatDoesNotBelongToTheBundle() throws Exception {
        BundleHash before = BundleHasher.hash(bundle.dir());
        bundle.write("README.md", "notes").write(".hidden.yaml", "a: b").write("rules/.x.yaml", "");

        assertThat(BundleHasher.hash(bundle.dir())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.yaml", "features.yaml", "input.yaml", "rules/a.yaml"})
    void shouldChangeTheHashWithEveryFile(String path) throws Exception {
        BundleHash before = BundleHasher.hash(bundle.dir());
        bundle.write(path, Files.readString(bundle.dir().resolve(path)) + "\n");

        assertThat(BundleHasher.hash(bundle.dir())).isNotEqualTo(before);
    }

    @Test
    void shouldChangeTheHashWithAFilesName() throws Exception {
        BundleHash before = BundleHasher.hash(bundle.dir());
        Files.move(bundle.dir().resolve("rules/a.yaml"), bundle.dir().resolve("rules/b.yaml"));

        assertThat(BundleHasher.hash(bundle.dir())).isNotEqualTo(before);
    }

    @Test
    void shouldStoreByHashAndLoadTheSameBundle() throws Exception {
        bundle.write("README.md", "notes");
        BundleHash hash = store.store(bundle.dir());
        PolicyBundle original = bundle.load();
        bundle.write("policy.yaml", "changed: afterwards");

        PolicyBundle loaded = store.load(hash);

        assertThat(hash).isEqualTo(original.hash());
        assertThat(loaded.hash()).isEqualTo(hash);
        assertThat(loaded.features()).isEqualTo(original.features());
        assertThat(loaded.csvMapping()).isEqualTo(original.csvMapping());
        assertThat(loaded.rules()).extracting(Rule::id).containsExactly("many");
        assertThat(names(temp.resolve("store"))).containsExactly(hash.hex());
        assertThat(names(store.path(hash)))
                .containsExactly("features.yaml", "input.yaml", "policy.yaml", "rules");
    }

    @Test
    void shouldStoreTheSameBundleOnce() throws Exception {
        BundleHash first = store.store(bundle.dir());

        assertThat(store.store(bundle.dir())).isEqualTo(first);
        assertThat(names(temp.resolve("store"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.yaml", "rules/a.yaml"})
    void shouldRefuseADamagedBundle(String path) throws Exception {
        BundleHash hash = store.store(bundle.dir());
        Path file = store.path(hash).resolve(path);
        Files.writeString(file, Files.readString(file).replaceFirst("a", "b"));

        assertThatThrownBy(() -> store.load(hash))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(
                        store.path(hash) + ": the stored bundle is damaged: its content has hash ");
    }

    @Test
    void shouldRefuseABundleThatLostAFile() throws Exception {
        BundleHash hash = store.store(bundle.dir());
        Files.delete(store.path(hash).resolve("input.yaml"));

        assertThatThrownBy(() -> store.load(hash)).hasMessageContaining("is damaged");
    }

    @Test
    void shouldRepairADamagedBundleByStoringItAgain() throws Exception {
        BundleHash hash = store.store(bundle.dir());
        Files.delete(store.path(hash).resolve("policy.yaml"));

        store.store(bundle.dir());

        assertThat(store.load(hash).name()).isEqualTo("test");
    }

    @Test
    void shouldSayThatThereIsNoSuchBundle() {
        BundleHash hash = new BundleHash(new byte[32]);

        assertThatThrownBy(() -> store.load(hash))
                .hasMessage(temp.resolve("store") + ": no bundle of hash " + "0".repeat(64));
    }

    private static List<String> names(Path dir) throws Exception {
        try (Stream<Path> children = Files.list(dir)) {
            return children.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
