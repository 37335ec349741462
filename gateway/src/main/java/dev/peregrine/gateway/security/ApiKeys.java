package dev.peregrine.gateway.security;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The keys that are let in, and how often. Any thread; a new set of keys takes the place of the old
 * between two requests, and a key that is in both keeps its bucket.
 */
public final class ApiKeys {
    private static final byte[] NO_KEY = new byte[32];

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(ApiKey key, byte[] sha256, Principal principal) {
        boolean isUsable() {
            return !key.revoked() && !key.isExpired(Instant.now());
        }
    }

    private final KeyListener listener;
    private volatile Map<String, Entry> entries = Map.of();
    private boolean begun;

    /**
     * @param listener told what changes after the first set of keys
     */
    public ApiKeys(KeyListener listener) {
        this.listener = listener;
    }

    /** Takes these keys in place of all before. One thread at a time. */
    public void replace(List<ApiKey> keys) {
        Map<String, Entry> next = new HashMap<>();
        Map<String, Entry> before = entries;
        for (ApiKey key : keys) {
            Entry old = before.get(key.id());
            RateLimiter kept = old == null ? RateLimiter.NONE : old.principal().rate();
            RateLimiter rate =
                    kept.rate() == key.rate() && kept.burst() == key.burst()
                            ? kept
                            : RateLimiter.of(key.rate(), key.burst(), System.nanoTime());
            next.put(
                    key.id(),
                    new Entry(
                            key,
                            HexFormat.of().parseHex(key.sha256()),
                            new Principal(
                                    key.id(),
                                    key.scopes(),
                                    TenantAccess.ofNumbers(key.tenants()),
                                    rate,
                                    () -> isStillGood(key))));
        }
        entries = next;
        if (begun) {
            next.values().forEach(entry -> tell(before.get(entry.key().id()), entry.key()));
            before.values().stream()
                    .filter(old -> !next.containsKey(old.key().id()))
                    .forEach(old -> listener.onKey(KeyListener.Change.REMOVED, old.key()));
        }
        begun = true;
    }

    private void tell(Entry before, ApiKey now) {
        if (before == null) {
            listener.onKey(KeyListener.Change.MADE, now);
        } else if (now.revoked() && !before.key().revoked()) {
            listener.onKey(KeyListener.Change.REVOKED, now);
        } else if (!now.equals(before.key())) {
            listener.onKey(KeyListener.Change.CHANGED, now);
        }
    }

    /** Who gives a key's text. Says of a key why it is refused only to who has its secret. */
    Verdict authenticate(String text) {
        if (!KeySecret.isKey(text)) {
            return Verdict.of(Denial.UNKNOWN);
        }
        Entry entry = entries.get(KeySecret.id(text));
        boolean matches = KeySecret.matches(text, entry == null ? NO_KEY : entry.sha256());
        if (entry == null || !matches) {
            return Verdict.of(Denial.UNKNOWN);
        }
        if (entry.key().revoked()) {
            return Verdict.of(Denial.REVOKED);
        }
        return entry.isUsable() ? Verdict.of(entry.principal()) : Verdict.of(Denial.EXPIRED);
    }

    /** Whether a key would still be let in, and for as much. */
    private boolean isStillGood(ApiKey key) {
        Entry now = entries.get(key.id());
        return now != null
                && now.isUsable()
                && now.key().sha256().equals(key.sha256())
                && now.key().scopes().equals(key.scopes())
                && now.key().tenants().equals(key.tenants());
    }
}
