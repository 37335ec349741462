package dev.peregrine.gateway.evidence;

import java.util.List;

/**
 * Some decisions, the newest first.
 *
 * @param decisions all of kind {@link EntryKind#DECISION}
 * @param next for the following page, which may turn out empty; null when there is none
 */
public record EvidencePage(List<StoredEvent> decisions, PageCursor next) {
    public EvidencePage {
        decisions = List.copyOf(decisions);
    }
}
