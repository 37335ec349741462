package dev.peregrine.node.config;

import io.aeron.ChannelUri;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a channel's text says of who can reach it. */
final class IngressChannel {
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?");

    private IngressChannel() {}

    /** What is wrong with it, continuing "channel ...". */
    static Optional<String> problem(String channel) {
        try {
            ChannelUri uri = ChannelUri.parse(channel);
            if (uri.isUdp() && uri.get("endpoint") == null) {
                return Optional.of("names no endpoint, such as aeron:udp?endpoint=localhost:20121");
            }
            return uri.isUdp() || uri.isIpc()
                    ? Optional.empty()
                    : Optional.of("is neither aeron:ipc nor aeron:udp");
        } catch (RuntimeException e) {
            return Optional.of("is not an Aeron channel: " + e.getMessage());
        }
    }

    /** Whether only this machine can reach it. */
    static boolean isLocal(String channel) {
        try {
            ChannelUri uri = ChannelUri.parse(channel);
            String endpoint = uri.get("endpoint");
            return endpoint == null || LOOPBACK.matcher(endpoint).matches();
        } catch (RuntimeException e) {
            return true;
        }
    }
}
