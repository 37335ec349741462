package dev.peregrine.gateway;

import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the admin port can have done: the same that the commands do. Each change, done or refused,
 * is in the audit log with who asked for it. Thread-safe; blocks.
 *
 * <p>Answers are trees for JSON: maps, lists, texts, numbers and booleans. What cannot be done is
 * an {@link AdminException}.
 */
public interface AdminOperations {
    /** The node's tenants by name. */
    Map<String, Integer> tenants();

    /**
     * Who asks, and for whom.
     *
     * @param actor id of the key, or of the token's subject
     * @param tenantId whose lists or policies
     */
    record Call(String actor, int tenantId) {}

    /**
     * An entry of a list.
     *
     * @param value the entry
     * @param expires when it ends, RFC 3339; empty for never
     * @param reason for people; may be empty
     */
    record Entry(String value, String expires, String reason) {}

    /** Form of a file of entries. */
    enum EntryFormat {
        /** With a header. */
        CSV,
        /** An object a line. */
        NDJSON
    }

    /** The lists that the active policy declares. */
    Map<String, Object> lists(Call call);

    /**
     * Entries of a list, in order of their values.
     *
     * @param after the last value that is not wanted; empty to begin with the first
     * @param limit how many
     */
    Map<String, Object> entries(Call call, String list, String after, int limit);

    /** Puts an entry on a list, or replaces its end and reason. */
    Map<String, Object> put(Call call, String list, Entry entry);

    /** Takes an entry off a list; its {@code expires} is of no interest. */
    Map<String, Object> remove(Call call, String list, Entry entry);

    /** Takes all entries off a list. */
    Map<String, Object> clear(Call call, String list, String reason);

    /**
     * Puts many entries on a list; none if one of them is malformed.
     *
     * @param replace whether to empty the list first
     */
    Map<String, Object> importEntries(
            Call call, String list, EntryFormat format, byte[] content, boolean replace);

    /** What is active, what was, and what the circuit breaker sees. */
    Map<String, Object> policies(Call call);

    /**
     * Makes a bundle the active policy.
     *
     * @param zip the bundle's files
     * @param rollback whether to take it although its version is not above those before
     */
    Map<String, Object> activate(Call call, byte[] zip, boolean rollback);

    /**
     * Goes back to a policy that was active.
     *
     * @param version which; 0 for what was active before the current one
     */
    Map<String, Object> rollback(Call call, int version);

    /** What changes from the active policy to a bundle. */
    Map<String, Object> diff(Call call, byte[] zip);

    /** Drifts of the tenant's scores that monitors have found, the oldest first. */
    Map<String, Object> drifts(Call call);

    /**
     * Entries of the audit log.
     *
     * @param tenants whose are wanted; what concerns no single tenant is shown to who may see all
     * @param after number of the last entry that is not wanted
     * @param limit how many
     */
    Map<String, Object> audit(IntPredicate tenants, long after, int limit);
}
