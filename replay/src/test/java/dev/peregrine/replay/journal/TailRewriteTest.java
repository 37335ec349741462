package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TailRewriteTest {
    private static final int SEGMENT = 4 << 20;
    private static final long STOP = 2L * SEGMENT + 4_096;
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir Path directory;

    @Test
    void shouldWriteTheEndAnewAsItIsAndNothingBefore() throws IOException {
        byte[][] before = new byte[3][];
        for (int i = 0; i < 3; i++) {
            before[i] = new byte[SEGMENT];
            new Random(i).nextBytes(before[i]);
            Files.write(file(i), before[i]);
            Files.setLastModifiedTime(file(i), LONG_AGO);
        }

        TailRewrite.of(directory, recording(), STOP - SEGMENT);

        for (int i = 0; i < 3; i++) {
            assertThat(Arrays.equals(Files.readAllBytes(file(i)), before[i])).isTrue();
            assertThat(Files.getLastModifiedTime(file(i)).equals(LONG_AGO))
                    .as("segment %d is as it was", i)
                    .isEqualTo(i == 0);
        }
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> TailRewrite.of(directory, recording(), STOP - 32))
                .isInstanceOf(LogException.class)
                .hasMessageContaining(file(2) + ": cannot be written anew");
    }

    private Path file(int segment) {
        return directory.resolve("7-" + (long) segment * SEGMENT + ".rec");
    }

    private static Recording recording() {
        return new Recording(7, 0, STOP, 0, 1, 1 << 20, SEGMENT, 8192, 2001);
    }
}
