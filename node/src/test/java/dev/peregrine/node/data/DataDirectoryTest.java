package dev.peregrine.node.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.scoring.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataDirectoryTest {
    @TempDir Path parent;

    @Test
    void shouldMakeItsLayout() {
        DataDirectory data = DataDirectory.open(parent.resolve("deep/data"));

        assertThat(data.archive()).isDirectory();
        assertThat(data.bundles()).isDirectory();
    }

    @Test
    void shouldMakeTheSecretOnce() {
        byte[] secret = DataDirectory.open(parent.resolve("data")).keySecret();

        assertThat(secret).hasSize(16);
        assertThat(DataDirectory.open(parent.resolve("data")).keySecret()).isEqualTo(secret);
        assertThat(DataDirectory.open(parent.resolve("other")).keySecret()).isNotEqualTo(secret);
    }

    @Test
    void shouldLetOnlyTheOwnerReadTheSecret() throws IOException {
        DataDirectory data = DataDirectory.open(parent.resolve("data"));
        data.keySecret();

        assertThat(permissions(data.root().resolve("secret.key"))).isEqualTo("rw-------");
        assertThat(permissions(data.root())).isEqualTo("rwx------");
    }

    @Test
    void shouldNotReplaceASecretThatTheJournalNeeds() throws IOException {
        DataDirectory data = DataDirectory.open(parent.resolve("data"));
        data.keySecret();
        Files.createFile(data.archive().resolve("0-0.rec"));
        Files.delete(data.root().resolve("secret.key"));

        assertThatThrownBy(data::keySecret)
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("secret.key: is missing")
                .hasMessageContaining("backup");
    }

    @Test
    void shouldRefuseADamagedSecret() throws IOException {
        DataDirectory data = DataDirectory.open(parent.resolve("data"));
        Files.write(data.root().resolve("secret.key"), new byte[15]);

        assertThatThrownBy(data::keySecret)
                .hasMessageContaining("secret.key: is damaged: 15 bytes instead of 16");
    }

    @Test
    void shouldNameTheLineOfAQuarantineThatItDoesNotUnderstand() throws IOException {
        DataDirectory data = DataDirectory.open(parent.resolve("data"));
        assertThat(data.quarantine()).isSameAs(Quarantine.NONE);
        Path file = data.root().resolve("quarantine");
        Files.writeString(file, "# why\n\n12 00112233445566778899aabbccddeeff\n13 zz\n");

        assertThatThrownBy(data::quarantine)
                .isInstanceOf(DataDirectoryException.class)
                .hasMessage(file + ":4:1: \"13 zz\" is not a sequence and a hash");
    }

    @Test
    void shouldRefuseADirectoryOfSomethingElse() throws IOException {
        Files.writeString(parent.resolve("letter.txt"), "dear");

        assertThatThrownBy(() -> DataDirectory.open(parent))
                .hasMessage(parent + ": is not empty, and no data directory");
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .hasMessage(file + ": is not a directory");
    }

    @Test
    void shouldRefuseAnotherFormat() throws IOException {
        DataDirectory data = DataDirectory.open(parent.resolve("data"));
        Files.writeString(data.root().resolve("FORMAT"), "2\n");

        assertThatThrownBy(() -> DataDirectory.open(data.root()))
                .hasMessageContaining("has format \"2\", this version knows 1");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
