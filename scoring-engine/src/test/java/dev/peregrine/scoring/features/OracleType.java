package dev.peregrine.scoring.features;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.WhenFull;
import dev.peregrine.policy.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The entities of one type. When there are as many as may be, one goes for a new one: the first
 * whose windows are all empty; else, if the policy says so, the first that was not used since it
 * was last looked at. They stand in line in the order in which they were made; who is looked at and
 * stays goes to the end of it.
 */
final class OracleType {
    final EntitySpec spec;
    private final Map<List<Object>, OracleEntity> entities = new HashMap<>();
    private final Deque<List<Object>> line = new ArrayDeque<>();
    private long retentionNs;
    private long latestWatermarkNs = Long.MIN_VALUE;

    OracleType(EntitySpec spec) {
        this.spec = spec;
    }

    /** A feature asks for this type; {@code window} is null when it has none. */
    void reach(Window window, long latenessNs) {
        retentionNs = Math.max(retentionNs, Math.max(1, latenessNs));
        if (window != null) {
            long reachNs =
                    switch (window.kind()) {
                        case SLIDING, TUMBLING -> window.lengthNs();
                        case CALENDAR -> window.unit().maxNs();
                        case LAST_EVENTS, SESSION -> spec.ttlNs();
                        case FOREVER -> 0;
                    };
            retentionNs = Math.max(retentionNs, window.delayNs() + reachNs + latenessNs);
        }
    }

    /** True when a feature asked for this type. */
    boolean isUsed() {
        return retentionNs > 0;
    }

    private long ttlNs() {
        return Math.max(spec.ttlNs(), retentionNs);
    }

    /** True when an event of this time is kept. */
    boolean keeps(long timeNs, long watermarkNs) {
        return timeNs > watermarkNs - retentionNs;
    }

    /** True when there can be an entity of this key. */
    boolean hasRoom(List<Object> key, long watermarkNs) {
        return entities.containsKey(key)
                || entities.size() < spec.capacity()
                || spec.whenFull() == WhenFull.EVICT_OLDEST
                || entities.values().stream().anyMatch(e -> e.isEmpty(watermarkNs, ttlNs()));
    }

    /** Adds an event to the entity of a key. */
    OracleEntity add(List<Object> key, OracleEvent event, long watermarkNs) {
        if (!entities.containsKey(key)) {
            if (entities.size() == spec.capacity()) {
                entities.remove(whoGoes(watermarkNs));
            }
            entities.put(key, new OracleEntity());
            line.add(key);
        }
        latestWatermarkNs = watermarkNs;
        OracleEntity entity = entities.get(key);
        entity.add(event, watermarkNs, retentionNs, ttlNs(), spec.maxEvents());
        return entity;
    }

    private List<Object> whoGoes(long watermarkNs) {
        if (entities.values().stream().anyMatch(e -> e.isEmpty(watermarkNs, ttlNs()))) {
            while (!entities.get(line.getFirst()).isEmpty(watermarkNs, ttlNs())) {
                stay(line);
            }
        } else {
            while (entities.get(line.getFirst()).used) {
                entities.get(line.getFirst()).used = false;
                stay(line);
            }
        }
        return line.remove();
    }

    private static void stay(Queue<List<Object>> line) {
        line.add(line.remove());
    }

    /** The entity that may hold an event of this time; null when there is none. */
    OracleEntity holding(List<Object> key, long timeNs) {
        return timeNs > latestWatermarkNs - retentionNs ? entities.get(key) : null;
    }
}
