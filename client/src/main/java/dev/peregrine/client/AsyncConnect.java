package dev.peregrine.client;

import dev.peregrine.client.ClientException.Category;
import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import java.io.File;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * A session being opened, step by step, without blocking: driver, streams, node, answer. One
 * thread. Closing an attempt that did not lead to a client releases what it holds.
 */
public final class AsyncConnect implements AutoCloseable {
    private static final long DRIVER_ACTIVE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(1);
    private static final long DRIVER_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STREAMS_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long NONE = -1;
    private static final int FIRST_FREE_STREAM = 1 << 16;

    private enum Step {
        DRIVER,
        STREAMS,
        NODE,
        ANSWER,
        DONE
    }

    private final ClientContext ctx;
    private final ClientListener listener;
    private final ConnectAdapter adapter;
    private final FragmentAssembler assembler;
    private final long correlationId = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    private final long deadlineNs;
    private final int responseStreamId;
    private Step step = Step.DRIVER;
    private long nextDriverCheckNs;
    private long streamsDeadlineNs;
    private Aeron aeron;
    private Aeron ownedAeron;
    private String announcedChannel;
    private long publicationId = NONE;
    private long subscriptionId = NONE;
    private Subscription subscription;
    private IngressPublisher publisher;

    /**
     * Begins an attempt that lasts at most {@link ClientContext#connectTimeoutNs()}.
     *
     * @param ctx concluded
     */
    public AsyncConnect(ClientContext ctx, ClientListener listener) {
        this.ctx = ctx;
        this.listener = listener;
        this.adapter = new ConnectAdapter(correlationId);
        this.assembler = new FragmentAssembler(adapter);
        this.responseStreamId =
                ctx.responseStreamId() != 0
                        ? ctx.responseStreamId()
                        : ThreadLocalRandom.current().nextInt(FIRST_FREE_STREAM, Integer.MAX_VALUE);
        this.nextDriverCheckNs = System.nanoTime();
        this.deadlineNs = nextDriverCheckNs + ctx.connectTimeoutNs();
    }

    /**
     * Goes on as far as possible without waiting.
     *
     * @return the client when the session is open; null before
     * @throws ClientException naming what failed; close the attempt then
     */
    public PeregrineClient poll() {
        try {
            switch (step) {
                case DRIVER -> connectDriver();
                case STREAMS -> awaitStreams();
                case NODE -> awaitNode();
                case ANSWER -> {
                    subscription.poll(assembler, ctx.fragmentLimit());
                    if (adapter.rejection() != null) {
                        throw new ClientException(Category.REJECTED, rejectionMessage());
                    }
                    if (adapter.terms() != null) {
                        return done();
                    }
                }
                case DONE -> throw new IllegalStateException("the session is open already");
            }
        } catch (AeronException e) {
            throw new ClientException(
                    Category.DRIVER,
                    "the media driver refused " + channels() + ": " + e.getMessage(),
                    e);
        }
        if (System.nanoTime() - deadlineNs > 0) {
            throw timedOut();
        }
        return null;
    }

    private PeregrineClient done() {
        step = Step.DONE;
        PeregrineClient client =
                new PeregrineClient(
                        ctx, ownedAeron, subscription, publisher, listener, adapter.terms());
        ownedAeron = null;
        return client;
    }

    private void connectDriver() {
        if (ctx.aeron() != null) {
            aeron = ctx.aeron();
            if (aeron.isClosed()) {
                throw new ClientException(Category.DRIVER, "the given Aeron client is closed");
            }
        } else {
            if (System.nanoTime() - nextDriverCheckNs < 0) {
                return;
            }
            nextDriverCheckNs = System.nanoTime() + DRIVER_CHECK_INTERVAL_NS;
            File directory = new File(ctx.aeronDirectoryName());
            if (!CommonContext.isDriverActive(
                    directory, DRIVER_ACTIVE_TIMEOUT_MS, AsyncConnect::ignore)) {
                return;
            }
            ownedAeron =
                    Aeron.connect(
                            new Aeron.Context()
                                    .aeronDirectoryName(ctx.aeronDirectoryName())
                                    .errorHandler(ctx.errorHandler()));
            aeron = ownedAeron;
        }
        addStreams();
    }

    private void addStreams() {
        ChannelUri ingress = ChannelUri.parse(ctx.ingressChannel());
        if (ingress.get(CommonContext.TERM_LENGTH_PARAM_NAME) == null) {
            ingress.put(
                    CommonContext.TERM_LENGTH_PARAM_NAME,
                    Integer.toString(ctx.ingressTermLength()));
        }
        // memory is taken now: a driver that has none refuses, rather than to end by a bus error
        // later
        ingress.put(CommonContext.SPARSE_PARAM_NAME, "false");
        announcedChannel = ctx.responseChannel();
        subscriptionId = aeron.asyncAddSubscription(announcedChannel, responseStreamId);
        publicationId =
                aeron.asyncAddExclusivePublication(ingress.toString(), ctx.ingressStreamId());
        streamsDeadlineNs = System.nanoTime() + STREAMS_TIMEOUT_NS;
        step = Step.STREAMS;
    }

    private void awaitStreams() {
        if (subscription == null) {
            subscription = aeron.getSubscription(subscriptionId);
        }
        if (publisher == null) {
            ExclusivePublication publication = aeron.getExclusivePublication(publicationId);
            publisher = publication == null ? null : new IngressPublisher(publication);
        }
        if (subscription == null || publisher == null) {
            if (ownedAeron != null && System.nanoTime() - streamsDeadlineNs > 0) {
                startOver();
            }
            return;
        }
        String resolved = subscription.tryResolveChannelEndpointPort();
        if (resolved != null) {
            announcedChannel = resolved;
            step = Step.NODE;
        }
    }

    /** The driver that was found has just died, or has given its place to another. */
    private void startOver() {
        CloseHelper.quietClose(ownedAeron);
        ownedAeron = null;
        aeron = null;
        subscription = null;
        publisher = null;
        step = Step.DRIVER;
    }

    private void awaitNode() {
        if (publisher.isConnected()
                && publisher.connect(correlationId, announcedChannel, responseStreamId, ctx) > 0) {
            step = Step.ANSWER;
        }
    }

    private ClientException timedOut() {
        return switch (step) {
            case DRIVER ->
                    new ClientException(
                            Category.DRIVER,
                            "no media driver runs in " + ctx.aeronDirectoryName() + within());
            case STREAMS ->
                    new ClientException(
                            Category.DRIVER,
                            "the media driver did not set up " + channels() + within());
            case NODE ->
                    new ClientException(
                            Category.NO_NODE, "no node listens on " + node() + within());
            case ANSWER, DONE ->
                    new ClientException(
                            Category.NO_ANSWER,
                            "the node on "
                                    + node()
                                    + " did not answer on "
                                    + announcedChannel
                                    + " stream "
                                    + responseStreamId
                                    + within());
        };
    }

    private String rejectionMessage() {
        return "the node on " + node() + " refused the session: " + adapter.rejection();
    }

    private String node() {
        return ctx.ingressChannel() + " stream " + ctx.ingressStreamId();
    }

    private String channels() {
        return node() + " and " + ctx.responseChannel() + " stream " + responseStreamId;
    }

    private String within() {
        return " within " + TimeUnit.NANOSECONDS.toMillis(ctx.connectTimeoutNs()) + " ms";
    }

    private static void ignore(String message) {}

    /** Releases what the attempt holds, unless it led to a client. */
    @Override
    public void close() {
        if (step == Step.DONE) {
            return;
        }
        if (aeron != null && !aeron.isClosed()) {
            if (publisher != null) {
                publisher.close();
            } else if (publicationId != NONE) {
                aeron.asyncRemovePublication(publicationId);
            }
            if (subscription != null) {
                subscription.close();
            } else if (subscriptionId != NONE) {
                aeron.asyncRemoveSubscription(subscriptionId);
            }
        }
        CloseHelper.quietClose(ownedAeron);
    }
}
