package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.ChildJvm;
import dev.peregrine.replay.Records;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KillTest {
    private static final int ROUNDS = 3;

    @TempDir Path directory;

    @Test
    void shouldKeepWhatWasDurableBeforeKills() throws Exception {
        Random random = new Random(20260101);
        for (int round = 0; round < ROUNDS; round++) {
            long durable = appendAndKill(5 + random.nextInt(10));
            try (TestHost host = TestHost.start(directory);
                    ArchiveLog journal = host.openJournal()) {
                List<Records.Entry> records = Records.readAll(journal, 0);

                assertThat(records).hasSizeGreaterThanOrEqualTo((int) durable);
                for (int i = 0; i < records.size(); i++) {
                    assertThat(records.get(i).sequence()).isEqualTo(i + 1);
                    assertThat(records.get(i).message())
                            .isEqualTo(HexFormat.of().formatHex(Records.messageOf(i + 1)));
                }
                assertThat(host.failures()).isEmpty();
            }
        }
    }

    private long appendAndKill(int lines) throws Exception {
        long durable = 0;
        try (ChildJvm child = ChildJvm.start(AppendUntilKilled.class, directory.toString())) {
            for (int i = 0; i < lines; i++) {
                String line = child.readLine();
                assertThat(line).as("the child's report").isNotNull();
                durable = Long.parseLong(line);
            }
            child.kill();
        }
        assertThat(durable).isPositive();
        return durable;
    }
}
