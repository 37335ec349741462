package dev.peregrine.replay.lane;

import dev.peregrine.state.StateMismatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far challengers have learned, and where that is kept. It is saved every few minutes, when
 * other challengers begin to learn, and at the end; what was learned after the last time is learned
 * once more after a restart, from the same events. One thread; blocks on the disk.
 */
final class LaneLearning {
    private static final Logger LOG = LoggerFactory.getLogger(LaneLearning.class);
    private static final long SAVE_INTERVAL_NS = TimeUnit.MINUTES.toNanos(5);

    private final LearnedFile file;
    private final LanePolicies policies;
    private long sequence;
    private long nextSave;

    /**
     * @param file what was learned is kept in it
     * @param policies what learns
     */
    LaneLearning(Path file, LanePolicies policies) {
        this.file = new LearnedFile(file);
        this.policies = policies;
    }

    /**
     * Goes on from what was saved last; where nothing was, or it cannot be used, challengers begin
     * anew.
     *
     * @param counted up to which the lane has counted
     * @param last of the journal
     * @param isNew whether the lane begins anew
     */
    void begin(long counted, long last, boolean isNew) {
        sequence = counted;
        nextSave = System.nanoTime() + SAVE_INTERVAL_NS;
        try {
            if (isNew) {
                file.delete();
            } else if (file.exists()) {
                sequence = file.read(policies::load);
            }
            if (sequence > last) {
                throw new StateMismatchException("the journal has lost what they learned from");
            }
        } catch (IOException | StateMismatchException e) {
            LOG.warn("challengers begin to learn anew: {}", e.getMessage());
            policies.close();
            sequence = counted;
        }
    }

    /** Sequence of the last event that was learned from. */
    long sequence() {
        return sequence;
    }

    /** An event has been learned from, now or before. */
    void passed(long event) {
        sequence = Math.max(sequence, event);
    }

    /**
     * Saves what was learned, if it is time.
     *
     * @param counted up to which the lane has committed
     */
    void saveIfDue(long counted) {
        boolean due = policies.hasChanged() || System.nanoTime() - nextSave >= 0;
        if (due && sequence == counted) {
            save();
        }
    }

    /** Saves what was learned. If it cannot be, that is tried again at the next time. */
    void save() {
        nextSave = System.nanoTime() + SAVE_INTERVAL_NS;
        policies.unchanged();
        try {
            if (policies.learn()) {
                file.write(sequence, policies::save);
            } else {
                file.delete();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("what challengers have learned is not saved: {}", e.getMessage());
        }
    }
}
