package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
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
    private final AtomicLong sessions = new AtomicLong();
    private final ArchiveAgent agent =
            new ArchiveAgent(archiveInvoker, started(driver), sessions::get, failures::add);

    @Test
    void shouldTakeTurnsOfTwoThreadsOneAtATime() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);

        Future<Integer> one = threads.submit(turns(start, agent::doWork));
        Future<Integer> other = threads.submit(turns(start, agent::help));

        assertThat(one.get() + other.get()).isEqualTo(archive.turns);
        assertThat(archive.turns).isBetween(TURNS / 2, 2 * TURNS);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldHelpOnlyWhenTheHelperHasNothingToDo() throws Exception {
        CountingAgent waiting = new CountingAgent();
        HelpingAgent helper = new HelpingAgent(waiting, agent, failures::add);
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
    void shouldTakeNoHelpWhileTheArchiveHasAClient() {
        assertThat(agent.isHelped()).isFalse();
        agent.helper(new HelpingAgent(new CountingAgent(), agent, failures::add));
        assertThat(agent.isHelped()).isTrue();

        agent.clientComes();
        agent.clientComes();
        assertThat(agent.help()).isZero();
        assertThat(agent.isHelped()).isFalse();
        agent.clientWent();
        assertThat(agent.help()).isZero();
        assertThat(agent.doWork()).isEqualTo(1);
        sessions.set(1);
        agent.clientWent();
        assertThat(agent.help()).isZero();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(archive.turns).isEqualTo(2);
        sessions.set(0);

        assertThat(agent.help()).isEqualTo(1);
        assertThat(archive.turns).isEqualTo(3);
        assertThat(agent.isHelped()).isTrue();
    }

    @Test
    void shouldLetAClientComeOnlyBetweenTheTurnsOfAHelper() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(1);
        AtomicBoolean stop = new AtomicBoolean();
        Future<Integer> helper =
                threads.submit(
                        () -> {
                            int turns = 0;
                            while (!stop.get()) {
                                turns += agent.help();
                            }
                            return turns;
                        });
        int moved = 0;
        for (int i = 0; i < 500; i++) {
            agent.clientComes();
            int before = archive.turns;
            for (int spin = 0; spin < 100; spin++) {
                moved += agent.help();
            }
            moved += archive.turns - before;
            agent.clientWent();
            while (archive.turns == before) {
                Thread.onSpinWait();
            }
        }
        stop.set(true);

        assertThat(helper.get()).isPositive();
        assertThat(moved).isZero();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldDoTheWorkOfAHelperThatIsHeldUp() throws Exception {
        CountingAgent waiting = new CountingAgent();
        HelpingAgent helper = new HelpingAgent(waiting, agent, failures::add);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        waiting.work = 0;
        helper.onStart();
        archive.gate = new Semaphore(0);
        Future<Integer> heldUp = threads.submit(helper::doWork);
        while (archive.turns == 0) {
            Thread.onSpinWait();
        }

        assertThat(agent.doWork()).isZero();
        assertThat(waiting.turns).as("not at once").isEqualTo(1);
        assertThat(agent.isHelped()).isTrue();
        while (waiting.turns < 100) {
            assertThat(agent.doWork()).isZero();
        }
        assertThat(agent.isHelped()).isFalse();
        waiting.work = 5;
        assertThat(agent.doWork()).isEqualTo(5);
        assertThat(archive.turns).isEqualTo(1);
        waiting.failure = new IllegalStateException("its own");
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(failures).containsExactly(waiting.failure);
        waiting.failure = null;
        archive.gate.release(2);
        assertThat(heldUp.get()).isEqualTo(1);

        int turns = waiting.turns;
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(archive.turns).isEqualTo(2);
        assertThat(waiting.turns).isEqualTo(turns);
        assertThat(agent.isHelped()).isTrue();
        helper.onClose();
        assertThat(helper.relieve()).isZero();
        assertThat(waiting.turns).isEqualTo(turns);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldNotDoTheWorkOfAHelperWhileAClientComes() throws Exception {
        CountingAgent waiting = new CountingAgent();
        waiting.work = 0;
        HelpingAgent helper = new HelpingAgent(waiting, agent, failures::add);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        helper.onStart();
        archive.gate = new Semaphore(0);
        Future<Integer> heldUp = threads.submit(helper::doWork);
        while (archive.turns == 0) {
            Thread.onSpinWait();
        }
        while (waiting.turns < 2) {
            assertThat(agent.doWork()).isZero();
        }
        Thread client = new Thread(agent::clientComes);
        client.start();
        while (client.getState() != Thread.State.TIMED_WAITING) {
            assertThat(agent.doWork()).isZero();
        }

        int turns = waiting.turns;
        for (int i = 0; i < 1_000; i++) {
            assertThat(agent.doWork()).isZero();
        }
        assertThat(waiting.turns).isEqualTo(turns);
        assertThat(client.isAlive()).as("waits for the helper's turn").isTrue();
        archive.gate.release(10);
        assertThat(heldUp.get()).isEqualTo(1);
        client.join();
        assertThat(agent.help()).isZero();
        assertThat(agent.doWork()).isEqualTo(1);
        agent.clientWent();
        assertThat(agent.help()).isEqualTo(1);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRunTheDriverWhenTheArchiveHasEnded() {
        archiveInvoker.close();
        sessions.set(1);

        assertThat(agent.doWork() + agent.help()).isEqualTo(2);

        assertThat(driver.turns).isEqualTo(2);
        assertThat(archive.turns).isZero();
    }

    @Test
    void shouldTellOfAPageThatCannotBeHadAndCloseTheArchive() {
        archive.fault = new InternalError("a fault occurred in an unsafe memory access");

        assertThat(agent.help()).isEqualTo(1);

        assertThat(failures).as("in its turn and as it is closed").hasSize(2);
        assertThat(archive.isClosed).isTrue();
        assertThat(agent.help()).isEqualTo(1);
        assertThat(driver.turns).isEqualTo(1);
    }

    @Test
    void shouldCloseTheArchiveWithItsThread() {
        agent.onClose();

        assertThat(archive.isClosed).isTrue();
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(driver.turns).isEqualTo(1);
    }

    private static Callable<Integer> turns(CyclicBarrier start, IntSupplier turn) {
        return () -> {
            start.await();
            int work = 0;
            for (int i = 0; i < TURNS; i++) {
                work += turn.getAsInt();
            }
            return work;
        };
    }

    private static AgentInvoker started(Agent agent) {
        AgentInvoker invoker = new AgentInvoker(ArchiveAgentTest::log, null, agent);
        invoker.start();
        return invoker;
    }

    /** Keeps what it is told in a file whose page cannot be had, either. */
    private static void log(Throwable failure) {
        if (failure instanceof InternalError fault) {
            throw fault;
        }
        failure.printStackTrace();
    }

    /** Counts without any care for other threads that count at the same time. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private static final class CountingAgent implements Agent {
        private volatile int turns;
        private int work = 1;
        private RuntimeException failure;
        private InternalError fault;
        private volatile Semaphore gate;
        private boolean isClosed;

        @Override
        public int doWork() {
            if (failure != null) {
                throw failure;
            }
            if (fault != null) {
                throw fault;
            }
            turns++;
            if (gate != null) {
                gate.acquireUninterruptibly();
            }
            return work;
        }

        @Override
        public void onClose() {
            isClosed = true;
            if (fault != null) {
                throw fault;
            }
        }

        @Override
        public String roleName() {
            return "counting";
        }
    }
}
