package dev.peregrine.state.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.state.CalendarSpec;
import dev.peregrine.state.ZoneOffsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts of days, weeks and months against the JDK's. */
class CalendarTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int INSTANTS = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "America/Sao_Paulo",
                "Australia/Lord_Howe",
                "Asia/Kathmandu"
            })
    void shouldStartPeriodsWhenTheZonesClocksDo(String name) {
        ZoneId zone = ZoneId.of(name);
        ZoneOffsets offsets = offsets(zone.getRules());
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (CalendarSpec.Unit unit : CalendarSpec.Unit.values()) {
            Calendar calendar = new Calendar(new CalendarSpec(unit, offsets));
            for (int i = 0; i < INSTANTS; i++) {
                Instant instant =
                        Instant.ofEpochSecond(random.nextLong(946_684_800L, 2_000_000_000L));
                if (i % 4 == 0) {
                    instant = nearChange(zone, instant, random.nextInt(-3 * 3600, 3 * 3600));
                }
                LocalDate day = first(unit, LocalDate.ofInstant(instant, zone));
                Instant expected = day.atStartOfDay(zone).toInstant();

                assertThat(calendar.startNs(nanos(instant)))
                        .as("%s of %s in %s", unit, instant, name)
                        .isEqualTo(nanos(expected));
            }
        }
    }

    private static Instant nearChange(ZoneId zone, Instant instant, int seconds) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(instant);
        return next == null || next.getInstant().getEpochSecond() > 2_000_000_000L
                ? instant
                : next.getInstant().plusSeconds(seconds);
    }

    private static LocalDate first(CalendarSpec.Unit unit, LocalDate day) {
        return switch (unit) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private static ZoneOffsets offsets(ZoneRules rules) {
        Instant at = Instant.ofEpochSecond(940_000_000L);
        List<Integer> seconds = new ArrayList<>(List.of(rules.getOffset(at).getTotalSeconds()));
        List<Long> transitions = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(at);
        while (next != null && next.getInstant().getEpochSecond() < 2_100_000_000L) {
            ZoneOffset after = next.getOffsetAfter();
            transitions.add(nanos(next.getInstant()));
            seconds.add(after.getTotalSeconds());
            next = rules.nextTransition(next.getInstant());
        }
        return new ZoneOffsets(
                transitions.stream().mapToLong(Long::longValue).toArray(),
                seconds.stream().mapToInt(Integer::intValue).toArray());
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND_NS;
    }
}
