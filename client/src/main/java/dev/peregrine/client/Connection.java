package dev.peregrine.client;

import java.util.concurrent.atomic.AtomicLong;

/** Keeps a session open: connects, notices the loss, pauses, connects again. One thread. */
final class Connection implements AutoCloseable {
    private final RetryingContext ctx;
    private final ClientListener listener;
    private AsyncConnect attempt;
    private PeregrineClient client;
    private long nextAttemptNs;
    private long backoffNs;
    private volatile SessionTerms terms;
    private volatile ClientException lastFailure;
    private volatile boolean connected;
    private final AtomicLong sessions = new AtomicLong();

    Connection(RetryingContext ctx, ClientListener listener, long nowNs) {
        this.ctx = ctx;
        this.listener = listener;
        this.nextAttemptNs = nowNs;
    }

    /** The open session; null while there is none. */
    PeregrineClient client() {
        return client != null && client.isOpen() ? client : null;
    }

    /** Terms of the latest session; null before the first. */
    SessionTerms terms() {
        return terms;
    }

    ClientException lastFailure() {
        return lastFailure;
    }

    boolean isConnected() {
        return connected;
    }

    /** Sessions opened so far. */
    long sessions() {
        return sessions.get();
    }

    int poll(long nowNs) {
        if (client != null) {
            int work = client.poll();
            if (!client.isOpen()) {
                release();
                nextAttemptNs = nowNs;
            }
            return work;
        }
        if (attempt == null) {
            if (nowNs - nextAttemptNs < 0) {
                return 0;
            }
            attempt = new AsyncConnect(ctx.session(), listener);
        }
        return tryConnect(nowNs);
    }

    private int tryConnect(long nowNs) {
        try {
            client = attempt.poll();
            if (client == null) {
                return 0;
            }
            attempt = null;
            backoffNs = 0;
            terms = client.terms();
            sessions.incrementAndGet();
            connected = true;
            return 1;
        } catch (ClientException e) {
            lastFailure = e;
            attempt.close();
            attempt = null;
            backoffNs =
                    Math.min(
                            Math.max(2 * backoffNs, ctx.minBackoffNs()),
                            ctx.maxReconnectBackoffNs());
            nextAttemptNs = nowNs + backoffNs;
            return 1;
        }
    }

    private void release() {
        connected = false;
        client.close();
        client = null;
    }

    @Override
    public void close() {
        if (client != null) {
            release();
        }
        if (attempt != null) {
            attempt.close();
            attempt = null;
        }
    }
}
