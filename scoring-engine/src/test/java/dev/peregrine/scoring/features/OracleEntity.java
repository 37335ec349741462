package dev.peregrine.scoring.features;

import dev.peregrine.policy.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of one entity, in order, and its windows.
 *
 * <p>{@code all} are those since the entity began; {@code held} those of them that can still change
 * and be seen by windows that are not since forever.
 */
final class OracleEntity {
    private static final long SECOND_NS = 1_000_000_000L;

    final List<OracleEvent> all = new ArrayList<>();
    final List<OracleEvent> held = new ArrayList<>();

    /** Features of which a window has held more different values than are kept apart. */
    final Set<String> overflowed = new HashSet<>();

    /** An event was added since it was last asked whether the entity may go. */
    boolean used;

    private final Map<OracleEvent, Map<Window, List<OracleEvent>>> windows = new HashMap<>();

    /** True when all its events are too old for anything to remember them. */
    boolean isEmpty(long watermarkNs, long ttlNs) {
        return all.stream().allMatch(e -> e.timeNs() <= watermarkNs - ttlNs);
    }

    /**
     * Adds an event, after what is too old for the watermark has gone. When as many as may be are
     * held, the oldest goes; that may be the event itself, which then leaves nothing.
     */
    void add(OracleEvent event, long watermarkNs, long retentionNs, long ttlNs, int maxEvents) {
        forgetWindows();
        if (isEmpty(watermarkNs, ttlNs)) {
            all.clear();
            held.clear();
            overflowed.clear();
        }
        held.removeIf(e -> e.timeNs() <= watermarkNs - retentionNs);
        boolean full = held.size() == maxEvents;
        if (full && OracleEvent.ORDER.compare(event, held.get(0)) < 0) {
            return;
        }
        if (full) {
            held.remove(0);
        }
        insert(all, event);
        insert(held, event);
        used = true;
    }

    private static void insert(List<OracleEvent> events, OracleEvent event) {
        int place = 0;
        while (place < events.size() && OracleEvent.ORDER.compare(events.get(place), event) < 0) {
            place++;
        }
        events.add(place, event);
    }

    /** The last of the held events; another when none is held. */
    OracleEvent latestHeld(OracleEvent other) {
        return held.isEmpty() ? other : held.get(held.size() - 1);
    }

    /** An event was added or changed. */
    void forgetWindows() {
        windows.clear();
    }

    /** As {@link #find}, found once for each event that asks. */
    List<OracleEvent> window(Window window, OracleEvent asking) {
        return windows.computeIfAbsent(asking, a -> new HashMap<>())
                .computeIfAbsent(window, w -> find(w, asking));
    }

    /** Events of a window as seen from one of the events, in order; reversed ones are out. */
    private List<OracleEvent> find(Window window, OracleEvent asking) {
        long upToNs = asking.timeNs() - window.delayNs();
        List<OracleEvent> before =
                events(window, asking).stream()
                        .filter(e -> !e.reversed)
                        .filter(
                                e ->
                                        window.delayNs() == 0
                                                ? OracleEvent.ORDER.compare(e, asking) <= 0
                                                : e.timeNs() <= upToNs || !held.contains(e))
                        .toList();
        return switch (window.kind()) {
            case FOREVER -> before;
            case SLIDING -> from(before, upToNs - window.lengthNs() + 1);
            case TUMBLING -> from(before, upToNs - Math.floorMod(upToNs, window.lengthNs()));
            case CALENDAR -> from(before, calendarStartNs(window, upToNs));
            case LAST_EVENTS ->
                    before.subList(Math.max(0, before.size() - window.events()), before.size());
            case SESSION -> session(before, window.lengthNs());
        };
    }

    /** An event that went at once, because the entity holds as many later ones, sees itself. */
    private List<OracleEvent> events(Window window, OracleEvent asking) {
        if (!held.contains(asking)) {
            return window.delayNs() == 0 ? List.of(asking) : List.of();
        }
        return window.kind() == Window.Kind.FOREVER ? all : held;
    }

    /** All events, as seen from one of them. */
    List<OracleEvent> life(OracleEvent asking) {
        return held.contains(asking) ? all : List.of(asking);
    }

    private static List<OracleEvent> from(List<OracleEvent> events, long startNs) {
        return events.stream().filter(e -> e.timeNs() >= startNs).toList();
    }

    private static List<OracleEvent> session(List<OracleEvent> events, long gapNs) {
        int first = events.size() - 1;
        while (first > 0 && events.get(first).timeNs() - events.get(first - 1).timeNs() <= gapNs) {
            first--;
        }
        return events.subList(Math.max(0, first), events.size());
    }

    private static long calendarStartNs(Window window, long timeNs) {
        ZoneId zone = ZoneId.of(window.zone().name());
        LocalDate today = Instant.ofEpochSecond(0, timeNs).atZone(zone).toLocalDate();
        LocalDate start =
                switch (window.unit()) {
                    case DAY -> today;
                    case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH -> today.withDayOfMonth(1);
                };
        return start.atStartOfDay(zone).toEpochSecond() * SECOND_NS;
    }
}
