package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a node that runs and of one that does not, and what is made of them. */
@Timeout(180)
class BackupTest {
    @TempDir private Path directory;
    private CommandLineNode node;
    private Path backup;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory);
        backup = directory.resolve("backup");
    }

    @Test
    void shouldRestoreWhatARunningNodeHeld() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 500);
            assertThat(node.run("snapshot", "take")).isZero();
            node.pay(running, 500);
            assertThat(backUp()).as(node.errors()).isZero();
            node.pay(running, 500);
        }
        CommandLineNode other = node.on(directory.resolve("other"));
        assertThat(other.run("restore", "--from", backup.toString())).as(other.errors()).isZero();
        assertThat(other.output()).contains("its last event has sequence 1,00");

        assertThat(other.run("replay", "--verify")).as(other.output()).isZero();
        try (PeregrineNode running = other.start()) {
            assertThat(running.restore().snapshotSequence()).isPositive();
            other.pay(running, 1_000);
            assertThat(other.replayed()).isEqualTo(1_000);
        }
        assertThat(other.run("replay", "--verify")).as(other.output()).isZero();
    }

    @Test
    void shouldRefuseADamagedBackup() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }
        assertThat(backUp()).isZero();
        Path secret = backup.resolve("secret.key");
        byte[] bytes = Files.readAllBytes(secret);
        bytes[3] ^= 1;
        Files.write(secret, bytes);

        CommandLineNode other = node.on(directory.resolve("other"));
        assertThat(other.run("restore", "--from", backup.toString()))
                .isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(other.errors()).contains("secret.key: is damaged: expected 16 bytes of SHA-256");
        assertThat(other.data).isEmptyDirectory();
    }

    @Test
    void shouldRefuseWhatIsNoBackupAndWhatIsNotEmpty() throws IOException {
        assertThat(node.run("restore", "--from", directory.toString()))
                .isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.errors()).contains("no complete backup: backup.json is missing");
        assertThat(backUp()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.errors()).contains("no data directory");
        try (PeregrineNode running = node.start()) {
            node.pay(running, 1);
        }
        Files.createDirectories(backup.resolve("something"));
        assertThat(backUp()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(node.errors()).contains("is there and not an empty directory");
    }

    private int backUp() {
        return node.run("backup", "--to", backup.toString());
    }
}
