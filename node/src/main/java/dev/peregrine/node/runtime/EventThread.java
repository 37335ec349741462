package dev.peregrine.node.runtime;

import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import dev.peregrine.scoring.pipeline.ThreadingPreset;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes events, and in preset shared does everything else that they wait for, too;
 * with its archive, which does its work while it is held up. In that preset it also tells who is
 * attached when it has let out answers.
 */
final class EventThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventThread.class);

    private final ThreadingPreset preset;
    private final IdleStrategy idle;
    private final ArchiveHost host;
    private final ErrorHandler failures;
    private final Notice notice = new Notice();
    private volatile Runnable attached = EventThread::nobody;
    private AgentRunner runner;

    /**
     * @param idle of the thread, when there is nothing to do
     * @param failures told of what an agent throws
     */
    EventThread(
            ThreadingPreset preset, IdleStrategy idle, ArchiveHost host, ErrorHandler failures) {
        this.preset = preset;
        this.idle = idle;
        this.host = host;
        this.failures = failures;
    }

    /** The egress of the pipeline whose stages run on this thread, as far as they do. */
    Egress watch(Egress egress) {
        if (preset != ThreadingPreset.SHARED) {
            return egress;
        }
        notice.egress = egress;
        return notice;
    }

    /** Begins to run what is given, in turn. */
    void start(Agent internal, Agent ingest, Agent stages) {
        Agent agent = new CompositeAgent(internal, ingest, stages, notice);
        runner = new AgentRunner(idle, failures, null, host.helpedBy(agent, failures));
        AgentRunner.startOnThread(runner);
    }

    /** Whether answers are let out on this thread, and who is attached is told of them. */
    boolean letsOut() {
        return preset == ThreadingPreset.SHARED;
    }

    /**
     * Whom to tell, once for all answers that a turn has let out, refusals of ingest apart.
     *
     * @param listener called on this thread, or on the archive's while that does its work; must not
     *     block
     */
    void attach(Runnable listener) {
        attached = listener;
    }

    void detach() {
        attached = EventThread::nobody;
    }

    private static void nobody() {}

    @Override
    public void close() {
        if (runner != null) {
            runner.close();
        }
    }

    /** Notes answers as they are let out, and tells of them when it is its turn. */
    private final class Notice implements Egress, Agent {
        private Egress egress;
        private boolean letOut;

        @Override
        public void onResult(EventSlot slot) {
            letOut |= slot.sessionId != 0;
            egress.onResult(slot);
        }

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
            letOut = true;
            egress.onReplayedDecision(slot, body, offset, length);
        }

        @Override
        public void onDecisionUnavailable(EventSlot slot) {
            letOut = true;
            egress.onDecisionUnavailable(slot);
        }

        @Override
        public int doWork() {
            if (letOut) {
                letOut = false;
                call(attached);
            }
            return 0;
        }

        /** Whoever is attached looks for answers in any case; the node does not fail for that. */
        private void call(Runnable listener) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.debug("not told of answers", e);
            }
        }

        @Override
        public String roleName() {
            return "notice";
        }
    }
}
