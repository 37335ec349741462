package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchiveAgentTest {
    private static final int TURNS = 200_000;

    private final CountingAgent archive = new CountingAgent();
    private final CountingAgent driver = new CountingAgent();
    private final List<Throwable> failures = new ArrayList<>();
    private final AgentInvoker archiveInvoker = started(archive);
    private final ArchiveAgent agent =
            new ArchiveAgent(archiveInvoker, started(driver), failures::add);

    @Test
    void shouldTakeTurnsOfTwoThreadsOneAtATime() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Integer> turns =
                () -> {
                    start.await();
                    int work = 0;
                    for (int i = 0; i < TURNS; i++) {
                        work += agent.doWork();
                    }
                    return work;
                };

        Future<Integer> one = threads.submit(turns);
        Future<Integer> other = threads.submit(turns);

        assertThat(one.get() + other.get()).isEqualTo(archive.turns);
        assertThat(archive.turns).isBetween(TURNS / 2, 2 * TURNS);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldHelpOnlyWhenTheHelperHasNothingToDo() throws Exception {
        CountingAgent waiting = new CountingAgent();
        HelpingAgent helper = new HelpingAgent(waiting, agent);
        helper.onStart();

        assertThat(helper.doWork()).isEqualTo(1);
        assertThat(archive.turns).isZero();
        waiting.work = 0;
        assertThat(helper.doWork()).isEqualTo(1);
        archive.work = 0;
        assertThat(helper.doWork()).isZero();

        assertThat(archive.turns).isEqualTo(2);
        assertThat(waiting.turns).isEqualTo(3);
        assertThat(helper.roleName()).isEqualTo("counting");
        helper.onClose();
        assertThat(waiting.isClosed).isTrue();
        assertThat(archive.isClosed).isFalse();
    }

    @Test
    void shouldRunTheDriverWhenTheArchiveHasEnded() {
        archiveInvoker.close();

        assertThat(agent.doWork()).isEqualTo(1);

        assertThat(driver.turns).isEqualTo(1);
        assertThat(archive.turns).isZero();
    }

    @Test
    void shouldTellOfAPageThatCannotBeHadAndCloseTheArchive() {
        archive.failure = new InternalError("a fault occurred in an unsafe memory access");

        assertThat(agent.doWork()).isEqualTo(1);

        assertThat(failures).hasSize(1);
        assertThat(archive.isClosed).isTrue();
        assertThat(driver.turns).isEqualTo(1);
    }

    @Test
    void shouldCloseTheArchiveWithItsThread() {
        agent.onClose();

        assertThat(archive.isClosed).isTrue();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(driver.turns).isEqualTo(1);
    }

    private static AgentInvoker started(Agent agent) {
        AgentInvoker invoker = new AgentInvoker(Throwable::printStackTrace, null, agent);
        invoker.start();
        return invoker;
    }

    /** Counts without any care for other threads. */
    private static final class CountingAgent implements Agent {
        private int turns;
        private int work = 1;
        private InternalError failure;
        private boolean isClosed;

        @Override
        public int doWork() {
            if (failure != null) {
                throw failure;
            }
            turns++;
            return work;
        }

        @Override
        public void onClose() {
            isClosed = true;
        }

        @Override
        public String roleName() {
            return "counting";
        }
    }
}
