package dev.peregrine.state.history;

import dev.peregrine.state.DecaySpec;
import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.SpanText;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.UnsafeApi;

/**
 * What is kept of one entity, in lines for people. Amounts are in minor units; columns and
 * conditions are named by their indexes in the layout; columns whose values are only told apart are
 * in hexadecimal. The engine's thread; allocates.
 */
final class EntityDump {
    private static final LabelState[] LABELS = LabelState.values();

    private final EntityLayout entity;
    private final RecordLayout layout;
    private final EventLayout events;
    private final EventRing ring;
    private final Lanes lanes;
    private final DecayedSums decayed;
    private final Set<Integer> hashed = new TreeSet<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * @param ring wrapped around the record
     */
    EntityDump(
            EntityLayout entity,
            RecordLayout layout,
            EventLayout events,
            EventRing ring,
            Lanes lanes,
            DecayedSums decayed) {
        this.entity = entity;
        this.layout = layout;
        this.events = events;
        this.ring = ring;
        this.lanes = lanes;
        this.decayed = decayed;
        entity.lanes().stream()
                .filter(lane -> lane.kind().countsValues())
                .forEach(lane -> hashed.add(lane.column()));
    }

    String of(long record) {
        line("key      %016x%016x", RecordLayout.keyHigh(record), RecordLayout.keyLow(record));
        line(
                "record   version %d, %d bytes; events version %d, %d bytes each",
                RecordLayout.VERSION, layout.length(), EventLayout.VERSION, events.length());
        line(
                "events   %d kept, room for %d; latest %s; lost to max_events: %s",
                ring.size(),
                RecordLayout.block(record) == HistoryArena.NONE
                        ? 0
                        : 1 << RecordLayout.sizeClass(record),
                EventLayout.instant(RecordLayout.latestNs(record)),
                RecordLayout.isSaturated(record) ? "yes" : "no");
        windows(record);
        decays(record);
        events();
        return text.toString().stripTrailing();
    }

    private void windows(long record) {
        line("");
        line(
                "%-36s %8s %8s %16s  %-30s %s",
                "window, as of the latest event", "events", "frauds", "sum", "first", "last");
        for (int i = 0; i < entity.windows().size(); i++) {
            long window = RecordLayout.window(record, i);
            int low = UnsafeApi.getInt(window + RecordLayout.LOW_OFFSET);
            int high = UnsafeApi.getInt(window + RecordLayout.HIGH_OFFSET);
            line(
                    "%-36s %8d %8d %16d  %-30s %s",
                    i + " " + entity.windows().get(i).describe(),
                    UnsafeApi.getInt(window + RecordLayout.COUNT_OFFSET),
                    UnsafeApi.getInt(window + RecordLayout.FRAUDS_OFFSET),
                    UnsafeApi.getLong(window + RecordLayout.SUM_OFFSET),
                    low == high ? "-" : time(low),
                    low == high ? "-" : time(high - 1));
            for (int j = 0; j < entity.lanes().size(); j++) {
                LaneSpec lane = entity.lanes().get(j);
                if (lane.window() == i) {
                    line(
                            "    %s: %s",
                            lane.describe(), lanes.lane(j).dump(record, ring, low, high));
                }
            }
        }
    }

    private void decays(long record) {
        for (int i = 0; i < entity.decays().size(); i++) {
            DecaySpec decay = entity.decays().get(i);
            line(
                    "decayed %s, half-life %s%s: %s",
                    decay.column() == DecaySpec.ONE ? "count" : LaneSpec.column(decay.column()),
                    SpanText.of(decay.halfLifeNs()),
                    LaneSpec.condition(decay.condition()),
                    decayed.dump(record, i));
        }
    }

    private void events() {
        line("");
        StringBuilder titles = new StringBuilder();
        for (int i = 0; i < events.columns(); i++) {
            titles.append(String.format("  %18s", "column " + i));
        }
        line(
                "%-30s %-20s %14s %8s %-11s %-30s %-7s %-10s%s",
                "event time",
                "key",
                "amount",
                "reversed",
                "label",
                "label time",
                "outcome",
                "conditions",
                titles);
        for (int index = ring.first(); index != ring.end(); index++) {
            event(ring.at(index));
        }
    }

    private void event(long event) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < events.columns(); i++) {
            long value = events.column(event, i);
            columns.append(
                    String.format(
                            "  %18s",
                            hashed.contains(i) && value != EntityEvent.MISSING
                                    ? String.format("%016x", value)
                                    : Lane.text(value)));
        }
        line(
                "%-30s %-20d %14d %8s %-11s %-30s %-7s %-10s%s",
                EventLayout.instant(EventLayout.timeNs(event)),
                EventLayout.eventKey(event),
                EventLayout.amountMinor(event),
                EventLayout.isReversed(event) ? "wholly" : "-",
                label(EventLayout.labelCode(event)),
                EventLayout.instant(EventLayout.labelTimeNs(event)),
                outcome(EventLayout.outcome(event)),
                conditions(events.conditions(event)),
                columns);
    }

    private static String label(byte code) {
        for (LabelState label : LABELS) {
            if (label.code() == code && label != LabelState.NONE) {
                return label.name().toLowerCase(Locale.ROOT);
            }
        }
        return "-";
    }

    private static String outcome(int code) {
        return code == 0 ? "-" : "" + (char) (code >>> Byte.SIZE) + (char) (code & 0xFF);
    }

    private static String conditions(long met) {
        StringBuilder indexes = new StringBuilder();
        for (int i = 0; i < Long.SIZE; i++) {
            if ((met & 1L << i) != 0) {
                indexes.append(indexes.length() == 0 ? "" : ",").append(i);
            }
        }
        return indexes.length() == 0 ? "-" : indexes.toString();
    }

    private String time(int index) {
        return EventLayout.instant(EventLayout.timeNs(ring.at(index)));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
