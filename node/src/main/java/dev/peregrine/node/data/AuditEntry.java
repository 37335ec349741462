package dev.peregrine.node.data;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody did to a node.
 *
 * @param number 1 and up, without gaps
 * @param time when it was written
 * @param actor who; free text
 * @param action what, such as {@code policy.activate}
 * @param outcome how it ended, such as {@code done} or {@code refused}
 * @param details more about it, by name
 */
public record AuditEntry(
        long number,
        Instant time,
        String actor,
        String action,
        String outcome,
        Map<String, String> details) {

    public AuditEntry {
        details = new TreeMap<>(details);
    }

    /** A detail; empty text when there is none of that name. */
    public String detail(String name) {
        return details.getOrDefault(name, "");
    }
}
