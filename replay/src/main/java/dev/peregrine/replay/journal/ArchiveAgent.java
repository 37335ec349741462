package dev.peregrine.replay.journal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;

/**
 * Archive and media driver in turn on one thread: what is written is seen by the driver at once,
 * and one thread less waits for a core. The archive calls the driver between its steps; when the
 * archive has come to its end, it is closed, so that its logs say so, and the driver goes on for
 * the other clients.
 *
 * <p>Another thread that waits for the archive may {@link #help}. Whoever comes while the other is
 * at it does nothing, and does not wait. Where a helper's turn is held up, by the disk or for want
 * of a core, the agent's own thread does that one's work meanwhile.
 *
 * <p>Nobody helps while the archive has a client: it answers a client only on the thread that made
 * its session ({@code io.aeron.archive.ControlSession}, Aeron 1.51), which so is always this
 * agent's own.
 */
final class ArchiveAgent implements Agent {
    private static final long HELD_UP_NS = 1_000_000;
    private static final long RELIEF_PAUSE_NS = 10_000;

    private final AgentInvoker archive;
    private final AgentInvoker driver;
    private final LongSupplier sessions;
    private final ErrorHandler failures;
    private final Turns turns = new Turns();
    private final AtomicInteger announced = new AtomicInteger();
    private final AtomicInteger clients = new AtomicInteger();
    private volatile HelpingAgent helper;

    /** Of a helper, and since when; the agent's own thread. */
    private long turnOfHelper = -1;

    private long turnSeenNs;
    private boolean isForHelper;
    private volatile boolean isRelieving;

    /**
     * @param driver called by the archive as well; null when the driver is none of ours
     * @param sessions how many clients the archive itself knows; asked only while it runs
     * @param failures told of what ends the archive and it could not tell of itself
     */
    ArchiveAgent(
            AgentInvoker archive,
            AgentInvoker driver,
            LongSupplier sessions,
            ErrorHandler failures) {
        this.archive = archive;
        this.driver = driver;
        this.sessions = sessions;
        this.failures = failures;
    }

    /** A turn, or one of the helper's when that is held up in one of these. Its own thread. */
    @Override
    public int doWork() {
        if (turns.tryTake()) {
            isForHelper = false;
            return turn();
        }
        HelpingAgent other = helper;
        isForHelper = other != null && isHeldUp();
        return isForHelper ? relieve(other) : 0;
    }

    /**
     * Not while a client is there or about to come: what the helper's work waits for of the archive
     * would then be done by nobody.
     */
    private int relieve(HelpingAgent other) {
        isRelieving = true;
        try {
            return announced.get() == 0 ? other.relieve() : 0;
        } finally {
            isRelieving = false;
        }
    }

    /** A turn on a helper's thread, unless the agent's own is at it or the archive has clients. */
    int help() {
        if (clients.get() != 0 || Thread.currentThread().isInterrupted() || !turns.tryTake()) {
            return 0;
        }
        if (!isFreeToHelp()) {
            turns.giveBack();
            return 0;
        }
        return turn();
    }

    /**
     * Who helps from now on. Any thread.
     *
     * @param helping null for nobody
     */
    void helper(HelpingAgent helping) {
        helper = helping;
    }

    /** Whether its own thread may leave the work to the helper. Its own thread. */
    boolean isHelped() {
        return helper != null && clients.get() == 0 && !isForHelper;
    }

    /**
     * Before a client connects: from its return on nobody helps, and nobody is relieved. Waits for
     * their turns; the helper goes on until no work of its own is under way on the other thread.
     */
    void clientComes() {
        announced.incrementAndGet();
        while (isRelieving) {
            LockSupport.parkNanos(RELIEF_PAUSE_NS);
        }
        clients.incrementAndGet();
        turns.take();
        turns.giveBack();
    }

    /** After a client has closed; help is taken again when the archive has seen that, too. */
    void clientWent() {
        clients.decrementAndGet();
        announced.decrementAndGet();
    }

    /** A client may have come since, or one that has gone may still have its session. */
    private boolean isFreeToHelp() {
        return clients.get() == 0 && (!archive.isRunning() || sessions.getAsLong() == 0);
    }

    private boolean isHeldUp() {
        long now = System.nanoTime();
        long number = turns.number();
        if (number != turnOfHelper) {
            turnOfHelper = number;
            turnSeenNs = now;
        }
        return now - turnSeenNs > HELD_UP_NS;
    }

    /**
     * A page of its files that a full disk has no room for reaches the archive as an error, and so
     * it may when it is closed after that.
     */
    private int turn() {
        try {
            if (archive.isRunning()) {
                return archive.invoke();
            }
            archive.close();
            return driver == null ? 0 : driver.invoke();
        } catch (InternalError e) {
            failures.onError(e);
            return closed();
        } finally {
            turns.giveBack();
        }
    }

    private int closed() {
        try {
            archive.close();
        } catch (InternalError e) {
            failures.onError(e);
        }
        return 1;
    }

    /** So that the logs say that nothing is written any more. */
    @Override
    public void onClose() {
        turns.take();
        try {
            closed();
        } finally {
            turns.giveBack();
        }
    }

    @Override
    public String roleName() {
        return "archive-driver";
    }
}
