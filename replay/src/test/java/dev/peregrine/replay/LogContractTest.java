package dev.peregrine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every log does. */
@Timeout(180)
public abstract class LogContractTest {
    private static final int RECORDS = 2_000;

    protected Log log;

    /** A new, empty log. */
    protected abstract Log create() throws Exception;

    /** Ends the log in order and opens what it left. */
    protected abstract Log reopen(Log log) throws Exception;

    /** Frees what {@link #create} took. */
    protected void destroy() throws Exception {}

    @BeforeEach
    void setUp() throws Exception {
        log = create();
    }

    @AfterEach
    void tearDown() throws Exception {
        log.close();
        destroy();
    }

    @Test
    void shouldReadNothingFromAnEmptyLog() {
        assertThat(Records.readAll(log, 0)).isEmpty();
        assertThat(log.durablePosition()).isZero();
    }

    @Test
    void shouldGiveBackWhatWasAppendedInOrder() throws Exception {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, RECORDS, new Random(7));
        Records.awaitDurable(log, written.get(RECORDS - 1).endPosition());

        assertThat(Records.readAll(log, 0)).isEqualTo(written);

        log = reopen(log);
        assertThat(Records.readAll(log, 0)).isEqualTo(written);
    }

    @Test
    void shouldExtendAcrossRuns() throws Exception {
        List<Records.Entry> written = new ArrayList<>();
        for (int run = 1; run <= 3; run++) {
            log.startAppending();
            written.addAll(Records.append(log, run, written.size() + 1, 100, new Random(run)));
            log = reopen(log);
            assertThat(Records.readAll(log, 0)).isEqualTo(written);
        }
    }

    @Test
    void shouldReadFromAPositionGivenBefore() throws Exception {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, 300, new Random(3));
        log = reopen(log);

        for (int from : new int[] {0, 1, 150, 298}) {
            assertThat(Records.readAll(log, written.get(from).endPosition()))
                    .isEqualTo(written.subList(from + 1, 300));
        }
        assertThat(Records.readAll(log, written.get(299).endPosition())).isEmpty();
    }

    @Test
    void shouldFindAPositionBeforeASequence() throws Exception {
        assertThat(log.positionBefore(7)).isZero();
        assertThat(log.lastSequence()).isZero();
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, RECORDS, new Random(3));
        log = reopen(log);

        for (int sequence : new int[] {1, 2, 100, RECORDS / 2, RECORDS}) {
            List<Records.Entry> rest = Records.readAll(log, log.positionBefore(sequence));
            assertThat(rest).contains(written.get(sequence - 1)).hasSizeLessThanOrEqualTo(RECORDS);
        }
        assertThat(log.lastSequence()).isEqualTo(RECORDS);
    }

    @Test
    void shouldStopWhenTheListenerSaysSo() throws Exception {
        log.startAppending();
        List<Records.Entry> written = Records.append(log, 1, 1, 100, new Random(3));
        log = reopen(log);
        List<Long> seen = new ArrayList<>();

        long position =
                log.read(
                        0,
                        (end, epoch, sequence, time, buffer, offset, length) -> {
                            seen.add(sequence);
                            return sequence < 42;
                        });

        assertThat(seen).hasSize(42);
        assertThat(position).isEqualTo(written.get(41).endPosition());
    }

    @Test
    void shouldPassOnWhatTheListenerThrows() throws Exception {
        log.startAppending();
        Records.append(log, 1, 1, 10, new Random(3));
        log = reopen(log);
        IllegalStateException failure = new IllegalStateException("engine");

        assertThatThrownBy(
                        () ->
                                log.read(
                                        0,
                                        (end, epoch, sequence, time, buffer, offset, length) -> {
                                            throw failure;
                                        }))
                .isSameAs(failure);
    }

    @Test
    void shouldKeepRecordsOfEverySize() throws Exception {
        log.startAppending();
        List<Records.Entry> written = new ArrayList<>();
        for (int length : new int[] {8, 9, 300, 4096, 8152, 8192, 20_000, 32_000, 8}) {
            written.add(Records.append(log, 1, written.size() + 1, length, (byte) length));
        }
        log = reopen(log);

        assertThat(Records.readAll(log, 0)).isEqualTo(written);
    }

    @Test
    void shouldNeverMoveTheDurablePositionBack() throws Exception {
        log.startAppending();
        Random random = new Random(11);
        long before = 0;
        for (int i = 1; i <= RECORDS; i++) {
            Records.append(log, 1, i, 1, random);
            long now = log.durablePosition();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        log = reopen(log);
        long end = log.durablePosition();
        log.startAppending();
        assertThat(log.durablePosition()).isEqualTo(end);
    }

    @Test
    void shouldRefuseToAppendBeforeItIsStarted() {
        assertThatThrownBy(() -> Records.append(log, 1, 1, 300, (byte) 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseAPositionAfterTheEnd() throws Exception {
        log.startAppending();
        Records.append(log, 1, 1, 300, (byte) 1);
        log = reopen(log);

        assertThatThrownBy(() -> Records.readAll(log, 1 << 20))
                .isInstanceOf(LogException.class)
                .hasMessageContaining(log.name())
                .hasMessageContaining(Integer.toString(1 << 20));
    }
}
