package dev.peregrine.node.cli;

import dev.peregrine.policy.Zone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A zone's clock changes as the JDK knows them, from 2000 to the end of 2050. */
final class ZoneTransitions {
    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2051-01-01T00:00:00Z");

    private ZoneTransitions() {}

    static Zone of(String name) {
        ZoneRules rules = ZoneId.of(name).getRules();
        List<ZoneOffsetTransition> found = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(FROM);
        while (next != null && next.getInstant().isBefore(TO)) {
            found.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        int[] offsets = new int[found.size() + 1];
        long[] timesNs = new long[found.size()];
        offsets[0] = rules.getOffset(FROM).getTotalSeconds();
        for (int i = 0; i < timesNs.length; i++) {
            timesNs[i] = TimeUnit.SECONDS.toNanos(found.get(i).toEpochSecond());
            offsets[i + 1] = found.get(i).getOffsetAfter().getTotalSeconds();
        }
        return new Zone(name, offsets, timesNs);
    }
}
