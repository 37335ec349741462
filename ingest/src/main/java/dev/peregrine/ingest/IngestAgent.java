package dev.peregrine.ingest;

import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSink;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.status.ChannelEndpointStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

/**
 * Owns the ingress thread: polls the ingress streams, admits events, keeps sessions.
 *
 * <p>Made in two steps, since the pipeline needs the egress before it can be an event sink: make
 * the agent, give {@link #egress()} to the pipeline, {@link #start(EventSink)}, then run it on a
 * thread. Events are refused with NOT_READY until {@link #ready()}. Close it, with its thread,
 * before the Aeron client and after the pipeline's publish stage has stopped.
 */
public final class IngestAgent implements Agent {
    private static final long LISTEN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private final IngestContext ctx;
    private final IngestState state = new IngestState();
    private final SessionRegistry registry = new SessionRegistry();
    private final SessionManager sessions;
    private final DecisionPublisher egress;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private FragmentAssembler assembler;

    /**
     * Prepares ingest; listens on nothing yet.
     *
     * @param ctx concluded here
     */
    public IngestAgent(IngestContext ctx) {
        this.ctx = ctx.conclude();
        this.sessions = new SessionManager(ctx, registry, state);
        this.egress = new DecisionPublisher(registry, ctx.durability(), ctx.counters());
    }

    /** Where the pipeline's publish stage leaves answers. */
    public Egress egress() {
        return egress;
    }

    /**
     * Begins to listen. Blocks until the media driver has set up every ingress channel.
     *
     * @throws IngestException naming the channel that cannot be had, such as a port in use
     */
    public IngestAgent start(EventSink sink) {
        Admission admission = new Admission(sink, state, ctx.counters());
        assembler = new FragmentAssembler(new IngressAdapter(sessions, admission, ctx.counters()));
        for (IngressEndpoint endpoint : ctx.ingress()) {
            subscriptions.add(listen(endpoint));
        }
        return this;
    }

    private Subscription listen(IngressEndpoint endpoint) {
        Subscription subscription = null;
        try {
            subscription =
                    ctx.aeron().addSubscription(endpoint.wholeChannel(), endpoint.streamId());
            long deadlineNs = System.nanoTime() + LISTEN_TIMEOUT_NS;
            while (subscription.channelStatus() != ChannelEndpointStatus.ACTIVE) {
                if (subscription.channelStatus() == ChannelEndpointStatus.ERRORED
                        || System.nanoTime() - deadlineNs > 0) {
                    throw new IngestException(
                            "cannot listen on " + endpoint + ": the address is not available");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return subscription;
        } catch (AeronException e) {
            CloseHelper.quietClose(subscription);
            throw new IngestException("cannot listen on " + endpoint + ": " + e.getMessage(), e);
        }
    }

    /** Takes events from now on. Any thread. */
    public void ready() {
        state.ready(true);
    }

    /**
     * Refuses new events and sessions with SHUTTING_DOWN from now on; answers still leave. Any
     * thread.
     */
    public void beginShutdown() {
        state.beginShutdown();
    }

    /**
     * Sends a tenant's dictionary of attributes, which is another from now on, to every session
     * that speaks for it. Any thread.
     */
    public void attributesChanged(int tenantId) {
        sessions.attributesChanged(tenantId);
    }

    @Override
    public int doWork() {
        sessions.now(System.nanoTime());
        int work = 0;
        for (int i = 0, size = subscriptions.size(); i < size; i++) {
            work += subscriptions.get(i).poll(assembler, ctx.fragmentLimit());
        }
        return work + sessions.poll();
    }

    @Override
    public void onClose() {
        sessions.closeAll();
        subscriptions.forEach(CloseHelper::quietClose);
    }

    @Override
    public String roleName() {
        return "ingest";
    }
}
