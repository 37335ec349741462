package dev.peregrine.ingest;

import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Open sessions by id. The ingress thread changes it, by replacing the whole map, so that any
 * thread can read without a lock; sessions come and go seldom.
 */
final class SessionRegistry {
    private volatile Long2ObjectHashMap<Session> sessions = new Long2ObjectHashMap<>();

    /** The session of an id; null when there is none. */
    Session get(long id) {
        return sessions.get(id);
    }

    int size() {
        return sessions.size();
    }

    void add(Session session) {
        Long2ObjectHashMap<Session> changed = new Long2ObjectHashMap<>(sessions);
        changed.put(session.id(), session);
        sessions = changed;
    }

    void remove(Session session) {
        Long2ObjectHashMap<Session> changed = new Long2ObjectHashMap<>(sessions);
        changed.remove(session.id());
        sessions = changed;
    }

    /** Visits the sessions; the visitor may remove them. */
    void forEach(Consumer<Session> visitor) {
        sessions.values().forEach(visitor);
    }
}
