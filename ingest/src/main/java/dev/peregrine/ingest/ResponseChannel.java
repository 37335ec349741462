package dev.peregrine.ingest;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;

/**
 * The channel for a session's answers, made from what a client names: its medium and endpoint, and
 * nothing else, so that a client cannot choose how much memory the node maps. Its buffers take
 * their memory at once: a session for which there is none is refused, and one that is open cannot
 * run out of it.
 */
final class ResponseChannel {
    private ResponseChannel() {}

    /**
     * The channel to publish on.
     *
     * @return null when the client names none that can be used
     */
    static String of(String requested, int termLength, boolean localOnly) {
        ChannelUri uri;
        try {
            uri = ChannelUri.parse(requested);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (uri.prefix() != null && !uri.prefix().isEmpty()) {
            return null;
        }
        String term =
                CommonContext.TERM_LENGTH_PARAM_NAME
                        + '='
                        + termLength
                        + '|'
                        + CommonContext.SPARSE_PARAM_NAME
                        + "=false";
        if (uri.isIpc()) {
            return "aeron:ipc?" + term;
        }
        String endpoint = uri.get(CommonContext.ENDPOINT_PARAM_NAME);
        boolean usable = uri.isUdp() && endpoint != null && !endpoint.endsWith(":0");
        if (!usable || (localOnly && !IngressEndpoint.isLocal(uri))) {
            return null;
        }
        return "aeron:udp?" + CommonContext.ENDPOINT_PARAM_NAME + '=' + endpoint + '|' + term;
    }
}
