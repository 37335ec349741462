package dev.peregrine.state.heap;

import dev.peregrine.state.CalendarSpec;
import dev.peregrine.state.WindowSpec;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** Which events a window holds, by its definition. */
final class HeapWindow {
    private static final long DAY_NS = 24L * 3_600_000_000_000L;

    private HeapWindow() {}

    /**
     * The window's events.
     *
     * @param gone events that are no longer kept, oldest first
     * @param kept the kept ones, oldest first
     * @param own event as of which, one of {@code kept}
     */
    static List<HeapEvent> events(
            WindowSpec window, List<HeapEvent> gone, List<HeapEvent> kept, HeapEvent own) {
        long upperNs = own.timeNs - window.delayNs();
        List<HeapEvent> upTo = new ArrayList<>();
        for (HeapEvent event : kept) {
            boolean reached =
                    window.delayNs() == 0
                            ? !event.isAfter(own.timeNs, own.eventKey)
                            : event.timeNs <= upperNs;
            if (reached && !event.reversed) {
                upTo.add(event);
            }
        }
        return switch (window.kind()) {
            case SLIDING -> after(upperNs - window.lengthNs(), upTo);
            case TUMBLING -> after(upperNs - Math.floorMod(upperNs, window.lengthNs()) - 1, upTo);
            case CALENDAR -> after(start(window.calendar(), upperNs) - 1, upTo);
            case LAST_EVENTS ->
                    upTo.subList(Math.max(0, upTo.size() - window.events()), upTo.size());
            case SESSION -> session(window.lengthNs(), upTo);
            case FOREVER -> {
                List<HeapEvent> all = new ArrayList<>(gone);
                all.removeIf(event -> event.reversed);
                all.addAll(upTo);
                yield all;
            }
        };
    }

    private static List<HeapEvent> after(long lowerNs, List<HeapEvent> events) {
        return events.stream().filter(event -> event.timeNs > lowerNs).toList();
    }

    private static List<HeapEvent> session(long gapNs, List<HeapEvent> events) {
        int start = events.size();
        while (start > 0
                && (start == events.size()
                        || events.get(start).timeNs - events.get(start - 1).timeNs <= gapNs)) {
            start--;
        }
        return events.subList(start, events.size());
    }

    private static long start(CalendarSpec calendar, long timeNs) {
        LocalDate day =
                LocalDate.ofEpochDay(Math.floorDiv(calendar.zone().localNs(timeNs), DAY_NS));
        LocalDate first =
                switch (calendar.unit()) {
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH -> day.withDayOfMonth(1);
                };
        LocalDate next =
                switch (calendar.unit()) {
                    case DAY -> first.plusDays(1);
                    case WEEK -> first.plusWeeks(1);
                    case MONTH -> first.plusMonths(1);
                };
        long nextNs = calendar.zone().instantNs(next.toEpochDay() * DAY_NS);
        return nextNs <= timeNs ? nextNs : calendar.zone().instantNs(first.toEpochDay() * DAY_NS);
    }
}
