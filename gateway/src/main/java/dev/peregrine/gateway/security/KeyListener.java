package dev.peregrine.gateway.security;

/**
 * Hears of keys that come, go and change while a listener runs. Called on the file watch's thread.
 */
@FunctionalInterface
public interface KeyListener {
    /** Does nothing. */
    KeyListener NONE = (change, key) -> {};

    /** What became of a key. */
    enum Change {
        MADE,
        REVOKED,
        CHANGED,
        REMOVED
    }

    /** A key changed. */
    void onKey(Change change, ApiKey key);
}
