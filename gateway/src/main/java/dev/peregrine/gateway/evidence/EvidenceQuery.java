package dev.peregrine.gateway.evidence;

import dev.peregrine.protocol.codec.Action;

/**
 * Which decisions of a tenant to list.
 *
 * @param card token; null for any
 * @param merchant id; null for any
 * @param action null for any
 * @param fromNs least ingress time, epoch nanoseconds
 * @param toNs ingress time before which, epoch nanoseconds
 * @param limit greatest number of decisions in the page, 1 .. {@link #MAX_LIMIT}
 * @param after where the page before ended; null for the first page
 */
public record EvidenceQuery(
        int tenantId,
        String card,
        String merchant,
        Action action,
        long fromNs,
        long toNs,
        int limit,
        PageCursor after) {
    /** Greatest number of decisions in a page. */
    public static final int MAX_LIMIT = 200;

    public EvidenceQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit);
        }
    }

    byte space() {
        if (card != null) {
            return EvidenceKeys.BY_CARD;
        }
        if (merchant != null) {
            return EvidenceKeys.BY_MERCHANT;
        }
        return action != null ? EvidenceKeys.BY_ACTION : EvidenceKeys.BY_TIME;
    }

    long word(EvidenceKeys keys) {
        return switch (space()) {
            case EvidenceKeys.BY_CARD -> keys.hash(card);
            case EvidenceKeys.BY_MERCHANT -> keys.hash(merchant);
            case EvidenceKeys.BY_ACTION -> action.value();
            default -> 0;
        };
    }
}
