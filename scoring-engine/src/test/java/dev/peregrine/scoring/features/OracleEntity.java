package dev.peregrine.scoring.features;

import dev.peregrine.policy.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final Map<Window, List<OracleEvent>> windows = new HashMap<>();

    /** Adds an event, after what is too old for the watermark has gone. */
    void add(OracleEvent event, long watermarkNs, long retentionNs, long ttlNs, int maxEvents) {
        windows.clear();
        if (all.stream().allMatch(e -> e.timeNs() <= watermarkNs - ttlNs)) {
            all.clear();
            held.clear();
        }
        held.removeIf(e -> e.timeNs() <= watermarkNs - retentionNs);
        insert(all, event);
        insert(held, event);
        if (held.size() > maxEvents) {
            held.remove(0);
        }
    }

    private static void insert(List<OracleEvent> events, OracleEvent event) {
        int place = 0;
        while (place < events.size() && OracleEvent.ORDER.compare(events.get(place), event) < 0) {
            place++;
        }
        events.add(place, event);
    }

    /** As {@link #window}, found once for each event that asks. */
    List<OracleEvent> windowOfLatest(Window window, OracleEvent asking) {
        return windows.computeIfAbsent(window, w -> window(w, asking));
    }

    /** Events of a window as seen from one of the events, in order; reversed ones are out. */
    private List<OracleEvent> window(Window window, OracleEvent asking) {
        long upToNs = asking.timeNs() - window.delayNs();
        List<OracleEvent> before =
                events(window, asking).stream()
                        .filter(e -> !e.reversed)
                        .filter(
                                e ->
                                        window.delayNs() == 0
                                                ? OracleEvent.ORDER.compare(e, asking) <= 0
                                                : e.timeNs() <= upToNs)
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
        if (window.kind() == Window.Kind.FOREVER) {
            return all;
        }
        return held.contains(asking) ? held : List.of(asking);
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
