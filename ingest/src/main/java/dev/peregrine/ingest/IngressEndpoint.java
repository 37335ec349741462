package dev.peregrine.ingest;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.util.Locale;

/** A channel and stream on which the node listens. */
public record IngressEndpoint(String channel, int streamId) {
    /** Ipc on stream 1001. */
    public static final IngressEndpoint IPC = new IngressEndpoint("aeron:ipc", 1001);

    /** Udp on this machine only, port 20121, stream 1001. */
    public static final IngressEndpoint LOCAL_UDP =
            new IngressEndpoint("aeron:udp?endpoint=localhost:20121", 1001);

    void validate() {
        ChannelUri uri;
        try {
            uri = ChannelUri.parse(channel);
        } catch (IllegalArgumentException e) {
            throw new IngestException("ingress channel " + channel + ": " + e.getMessage(), e);
        }
        if (!uri.isIpc() && !uri.isUdp()) {
            throw new IngestException("ingress channel " + channel + ": must be ipc or udp");
        }
        if (uri.isUdp() && uri.get(CommonContext.ENDPOINT_PARAM_NAME) == null) {
            throw new IngestException(
                    "ingress channel " + channel + ": needs an endpoint=host:port");
        }
    }

    /** The channel, with buffers that take their memory at once rather than as they are used. */
    String wholeChannel() {
        ChannelUri uri = ChannelUri.parse(channel);
        if (uri.isUdp()) {
            uri.put(CommonContext.SPARSE_PARAM_NAME, "false");
        }
        return uri.toString();
    }

    /** Whether only processes of this machine can reach it. */
    boolean isLocal() {
        return isLocal(ChannelUri.parse(channel));
    }

    static boolean isLocal(ChannelUri uri) {
        if (uri.isIpc()) {
            return true;
        }
        String endpoint = uri.get(CommonContext.ENDPOINT_PARAM_NAME);
        if (endpoint == null) {
            return false;
        }
        String host = endpoint.toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        host = colon < 0 ? host : host.substring(0, colon);
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    @Override
    public String toString() {
        return channel + " stream " + streamId;
    }
}
