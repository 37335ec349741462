package dev.peregrine.gateway.json;

import dev.peregrine.protocol.codec.Channel;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of channels in JSON: those of the schema, in lower case. */
final class Channels {
    private static final Map<String, Channel> BY_NAME = new TreeMap<>();

    static {
        for (Channel channel : Channel.values()) {
            if (channel != Channel.NULL_VAL && channel != Channel.SBE_UNKNOWN) {
                BY_NAME.put(channel.name().toLowerCase(Locale.ROOT), channel);
            }
        }
    }

    private Channels() {}

    /** The channel of a name; null when there is none. */
    static Channel ofName(String name) {
        return BY_NAME.get(name);
    }

    /** All names, in the order of the alphabet. */
    static Iterable<String> names() {
        return BY_NAME.keySet();
    }
}
