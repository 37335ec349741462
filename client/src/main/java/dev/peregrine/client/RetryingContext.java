package dev.peregrine.client;

import java.util.concurrent.TimeUnit;

/** Settings of a {@link RetryingClient}. {@link #conclude()} checks ranges once. */
public final class RetryingContext {
    private final ClientContext session;
    private int maxInFlight = 1024;
    private long deadlineNs = TimeUnit.SECONDS.toNanos(2);
    private boolean retryWhenBusy = true;
    private boolean polled;
    private long minBackoffNs = TimeUnit.MILLISECONDS.toNanos(1);
    private long maxBackoffNs = TimeUnit.MILLISECONDS.toNanos(100);
    private long maxReconnectBackoffNs = TimeUnit.SECONDS.toNanos(1);

    /** Settings around those of each session. */
    public RetryingContext(ClientContext session) {
        this.session = session;
    }

    /**
     * Checks ranges, those of the session's settings included.
     *
     * @throws ClientException naming setting and value
     */
    public RetryingContext conclude() {
        session.conclude();
        long hourNs = TimeUnit.HOURS.toNanos(1);
        ClientContext.range("maxInFlight", maxInFlight, 1, InFlight.MAX_COUNT);
        ClientContext.range("deadlineNs", deadlineNs, 1, hourNs);
        ClientContext.range("minBackoffNs", minBackoffNs, 1, hourNs);
        ClientContext.range("maxBackoffNs", maxBackoffNs, minBackoffNs, hourNs);
        ClientContext.range("maxReconnectBackoffNs", maxReconnectBackoffNs, minBackoffNs, hourNs);
        return this;
    }

    /** Settings of each session. */
    public ClientContext session() {
        return session;
    }

    /** Events in flight at most, 1 to 65536. Default: 1024. */
    public RetryingContext maxInFlight(int value) {
        maxInFlight = value;
        return this;
    }

    public int maxInFlight() {
        return maxInFlight;
    }

    /**
     * How long to try, over all retries of an event, where a call does not say it, nanoseconds.
     * Default: 2 s.
     */
    public RetryingContext deadlineNs(long value) {
        deadlineNs = value;
        return this;
    }

    public long deadlineNs() {
        return deadlineNs;
    }

    /**
     * Whether an event is sent again that a node refused because it is overloaded, recovering or
     * draining; otherwise that refusal is its answer. Default: true.
     */
    public RetryingContext retryWhenBusy(boolean value) {
        retryWhenBusy = value;
        return this;
    }

    public boolean retryWhenBusy() {
        return retryWhenBusy;
    }

    /**
     * How long to wait before an event that was refused for the moment is sent again, nanoseconds;
     * doubled each time up to the greatest. Default: 1 ms and 100 ms.
     */
    public RetryingContext backoffNs(long least, long greatest) {
        minBackoffNs = least;
        maxBackoffNs = greatest;
        return this;
    }

    public long minBackoffNs() {
        return minBackoffNs;
    }

    public long maxBackoffNs() {
        return maxBackoffNs;
    }

    /**
     * Whether somebody calls {@link RetryingClient#poll()} as soon as an answer may have come: then
     * the client's own thread rests for a millisecond at a time and is woken by nobody. What nobody
     * polls for comes so much later. Default: false.
     */
    public RetryingContext polled(boolean value) {
        polled = value;
        return this;
    }

    public boolean polled() {
        return polled;
    }

    /** Greatest pause between attempts to connect, nanoseconds. Default: 1 s. */
    public RetryingContext maxReconnectBackoffNs(long value) {
        maxReconnectBackoffNs = value;
        return this;
    }

    public long maxReconnectBackoffNs() {
        return maxReconnectBackoffNs;
    }
}
