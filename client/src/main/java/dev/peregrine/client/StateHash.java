package dev.peregrine.client;

import dev.peregrine.protocol.codec.Hash128Decoder;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;
import java.util.HexFormat;

/**
 * A hash of the node's state in three sections, each 32 hexadecimal digits.
 *
 * @param sequence the state is the one after this event
 * @param windows entities and their events
 * @param learner weights of online learners
 * @param ids identities of events
 */
public record StateHash(long sequence, String windows, String learner, String ids) {
    static StateHash of(StateHashReplyDecoder reply) {
        return new StateHash(
                reply.sequence(), hex(reply.windows()), hex(reply.learner()), hex(reply.ids()));
    }

    private static String hex(Hash128Decoder hash) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(hash.high()) + hex.toHexDigits(hash.low());
    }
}
