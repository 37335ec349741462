package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real archive, while another thread takes its turns whenever it may. */
@Timeout(120)
class HelpedArchiveTest {
    private static final int ROUNDS = 40;
    private static final int RECORDS = 1_000;

    @TempDir Path directory;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger helped = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(1);

    @Test
    void shouldAnswerItsClientsAndRecord() throws Exception {
        List<Records.Entry> written = new ArrayList<>();
        try (TestHost host = TestHost.start(directory);
                ArchiveLog journal = host.openJournal()) {
            Future<?> helper = help(host.host().helpedBy(new Waiting(), failures::add));
            journal.startAppending();
            int roundsWithHelp = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int before = helped.get();
                written.addAll(
                        Records.append(
                                journal, 1, round * RECORDS + 1, RECORDS, new Random(round)));
                long end = written.get(written.size() - 1).endPosition();
                Records.awaitDurable(journal, end);
                roundsWithHelp += helped.get() > before ? 1 : 0;
                journal.trim(end, Optional.empty());
                try (ArchiveSession session = host.host().connect()) {
                    assertThat(Recording.find(session.archive(), "journal", 2001)).isPresent();
                }
            }
            stop.set(true);
            helper.get();

            assertThat(roundsWithHelp).isGreaterThan(ROUNDS / 2);
            assertThat(journal.startPosition()).isPositive();
            List<Records.Entry> kept = Records.readAll(journal, 0);
            assertThat(kept)
                    .isNotEmpty()
                    .isEqualTo(written.subList(written.size() - kept.size(), written.size()));
            assertThat(host.failures()).isEmpty();
            assertThat(failures).isEmpty();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private Future<?> help(Agent agent) {
        return threads.submit(
                () -> {
                    agent.onStart();
                    while (!stop.get()) {
                        helped.addAndGet(agent.doWork());
                    }
                    agent.onClose();
                    return null;
                });
    }

    /** Has never anything to do of its own. */
    private static final class Waiting implements Agent {
        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public String roleName() {
            return "waiting";
        }
    }
}
