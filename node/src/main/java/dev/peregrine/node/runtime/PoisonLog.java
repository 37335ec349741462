package dev.peregrine.node.runtime;

import dev.peregrine.scoring.pipeline.PoisonListener;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line for each poison event, with its cause and where in the code that came up, on a thread
 * that is there only while there is something to log. When many come at once, those beyond {@value
 * #MOST_WAITING} go unlogged; the metric counts them all.
 */
final class PoisonLog implements PoisonListener {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonLog.class);
    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(
                    1,
                    1,
                    1,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    PoisonLog::daemon,
                    new ThreadPoolExecutor.DiscardPolicy());

    PoisonLog() {
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void onPoison(long epoch, long sequence, RuntimeException cause) {
        thread.execute(
                () ->
                        LOG.error(
                                "event {} of epoch {} was quarantined, the engine failed on it: {}{}",
                                sequence,
                                epoch,
                                cause,
                                origin(cause)));
    }

    private static String origin(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "poison-log");
        thread.setDaemon(true);
        return thread;
    }
}
