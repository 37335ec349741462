package dev.peregrine.client;

import dev.peregrine.client.ClientException.Category;
import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Settings of a client. {@link #conclude()} fills in defaults and checks ranges once. */
public final class ClientContext {
    /** Least and greatest time-out, nanoseconds: 1 ms and 1 h. */
    private static final long MIN_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long MAX_TIMEOUT_NS = TimeUnit.HOURS.toNanos(1);
    private static final int MIN_TERM_LENGTH = 64 * 1024;
    private static final int MAX_TERM_LENGTH = 1024 * 1024 * 1024;

    private Aeron aeron;
    private String aeronDirectoryName = CommonContext.getAeronDirectoryName();
    private String ingressChannel = "aeron:ipc";
    private int ingressStreamId = 1001;
    private String responseChannel;
    private int responseStreamId;
    private String clientName = "";
    private byte[] credential = new byte[0];
    private long connectTimeoutNs = TimeUnit.SECONDS.toNanos(5);
    private long nodeTimeoutNs = TimeUnit.SECONDS.toNanos(5);
    private int ingressTermLength = 4 * 1024 * 1024;
    private int fragmentLimit = 64;
    private IdleStrategy idleStrategy;
    private ErrorHandler errorHandler;

    /**
     * Fills in defaults and checks ranges.
     *
     * @throws ClientException naming setting and value
     */
    public ClientContext conclude() {
        ChannelUri ingress = channel("ingressChannel", ingressChannel);
        if (responseChannel == null) {
            responseChannel = ingress.isIpc() ? "aeron:ipc" : "aeron:udp?endpoint=localhost:0";
        }
        ChannelUri response = channel("responseChannel", responseChannel);
        if (response.isUdp() && response.get(CommonContext.ENDPOINT_PARAM_NAME) == null) {
            throw invalid("responseChannel", responseChannel, "needs an endpoint=host:port");
        }
        range("connectTimeoutNs", connectTimeoutNs, MIN_TIMEOUT_NS, MAX_TIMEOUT_NS);
        range("nodeTimeoutNs", nodeTimeoutNs, MIN_TIMEOUT_NS, MAX_TIMEOUT_NS);
        range("fragmentLimit", fragmentLimit, 1, 1 << 16);
        range("ingressTermLength", ingressTermLength, MIN_TERM_LENGTH, MAX_TERM_LENGTH);
        if (!BitUtil.isPowerOfTwo(ingressTermLength)) {
            throw invalid("ingressTermLength", (long) ingressTermLength, "must be a power of two");
        }
        range("credential length", credential.length, 0, 1024);
        range("clientName length", clientName.length(), 0, 128);
        if (idleStrategy == null) {
            idleStrategy = new BackoffIdleStrategy(100, 10, 1_000, 1_000_000);
        }
        if (errorHandler == null) {
            System.Logger logger = System.getLogger("dev.peregrine.client");
            errorHandler = error -> logger.log(System.Logger.Level.WARNING, "Aeron client", error);
        }
        return this;
    }

    private static ChannelUri channel(String name, String channel) {
        try {
            ChannelUri uri = ChannelUri.parse(channel);
            if (uri.isIpc() || uri.isUdp()) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ClientException(
                    Category.CONFIGURATION, name + " = " + channel + ": " + e.getMessage(), e);
        }
        throw invalid(name, channel, "must be an ipc or udp channel");
    }

    static void range(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw invalid(name, value, "must be from " + least + " to " + greatest);
        }
    }

    private static ClientException invalid(String name, long value, String detail) {
        return invalid(name, Long.toString(value), detail);
    }

    private static ClientException invalid(String name, String value, String detail) {
        return new ClientException(Category.CONFIGURATION, name + " = " + value + ": " + detail);
    }

    /** A connected Aeron to use. It stays open when the client closes. Default: none. */
    public ClientContext aeron(Aeron value) {
        aeron = value;
        return this;
    }

    public Aeron aeron() {
        return aeron;
    }

    /**
     * Directory of the media driver to connect to when no {@link #aeron(Aeron)} is given; the
     * client then opens and closes an Aeron of its own. Default: Aeron's default directory.
     */
    public ClientContext aeronDirectoryName(String value) {
        aeronDirectoryName = Objects.requireNonNull(value);
        return this;
    }

    public String aeronDirectoryName() {
        return aeronDirectoryName;
    }

    /** Channel on which the node listens. Default: {@code aeron:ipc}. */
    public ClientContext ingressChannel(String value) {
        ingressChannel = Objects.requireNonNull(value);
        return this;
    }

    public String ingressChannel() {
        return ingressChannel;
    }

    /** Stream on which the node listens. Default: 1001. */
    public ClientContext ingressStreamId(int value) {
        ingressStreamId = value;
        return this;
    }

    public int ingressStreamId() {
        return ingressStreamId;
    }

    /**
     * Channel on which answers come. For udp, the endpoint must be reachable from the node; port 0
     * takes a free one. Default: {@code aeron:ipc} when the ingress is ipc, else {@code
     * aeron:udp?endpoint=localhost:0}.
     */
    public ClientContext responseChannel(String value) {
        responseChannel = value;
        return this;
    }

    public String responseChannel() {
        return responseChannel;
    }

    /** Stream on which answers come; 0 takes a free one for each session. Default: 0. */
    public ClientContext responseStreamId(int value) {
        responseStreamId = value;
        return this;
    }

    public int responseStreamId() {
        return responseStreamId;
    }

    /** Name for the node's operators, ASCII, at most 128 characters. Default: empty. */
    public ClientContext clientName(String value) {
        clientName = Objects.requireNonNull(value);
        return this;
    }

    public String clientName() {
        return clientName;
    }

    /** What proves who the client is, at most 1024 bytes. Default: empty. */
    public ClientContext credential(byte[] value) {
        credential = value.clone();
        return this;
    }

    byte[] credential() {
        return credential;
    }

    /** How long to try to open a session, nanoseconds. Default: 5 s. */
    public ClientContext connectTimeoutNs(long value) {
        connectTimeoutNs = value;
        return this;
    }

    public long connectTimeoutNs() {
        return connectTimeoutNs;
    }

    /**
     * Silence after which the node counts as lost, nanoseconds. Not less than three of the node's
     * keep-alive intervals, whatever is set. Default: 5 s.
     */
    public ClientContext nodeTimeoutNs(long value) {
        nodeTimeoutNs = value;
        return this;
    }

    public long nodeTimeoutNs() {
        return nodeTimeoutNs;
    }

    /**
     * Term length of the publication to the node, bytes, unless the channel names one; three terms
     * are mapped. Default: 4 MiB.
     */
    public ClientContext ingressTermLength(int value) {
        ingressTermLength = value;
        return this;
    }

    public int ingressTermLength() {
        return ingressTermLength;
    }

    /** Answers taken at most in one poll. Default: 64. */
    public ClientContext fragmentLimit(int value) {
        fragmentLimit = value;
        return this;
    }

    public int fragmentLimit() {
        return fragmentLimit;
    }

    /**
     * How a thread waits that has nothing to do. Default: backs off to 1 ms; that of a {@link
     * RetryingClient} to 50 µs while answers are due, and else it is woken by a submission.
     */
    public ClientContext idleStrategy(IdleStrategy value) {
        idleStrategy = value;
        return this;
    }

    public IdleStrategy idleStrategy() {
        return idleStrategy;
    }

    /** Takes errors of the client's own Aeron and of listeners. Default: the system logger. */
    public ClientContext errorHandler(ErrorHandler value) {
        errorHandler = value;
        return this;
    }

    public ErrorHandler errorHandler() {
        return errorHandler;
    }
}
