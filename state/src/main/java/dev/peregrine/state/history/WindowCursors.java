package dev.peregrine.state.history;

import static dev.peregrine.state.history.RecordLayout.COUNT_OFFSET;
import static dev.peregrine.state.history.RecordLayout.FRAUDS_OFFSET;
import static dev.peregrine.state.history.RecordLayout.HIGH_OFFSET;
import static dev.peregrine.state.history.RecordLayout.LOW_OFFSET;
import static dev.peregrine.state.history.RecordLayout.SUM_OFFSET;
import static dev.peregrine.state.history.RecordLayout.WINDOWS_OFFSET;
import static dev.peregrine.state.history.RecordLayout.WINDOW_LENGTH;

import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.WindowSpec;
import org.agrona.UnsafeApi;

/**
 * The windows of one entity as two cursors each over its ring, with running sums of what lies
 * between them.
 *
 * <p>A record's cursors describe the windows as of the entity's latest event: an event that comes
 * in order only moves cursors forward, each over each event once. Cursors go both ways: for an
 * event that comes late, {@link #rewind} takes them back to its place, over the events between, as
 * if those had not come yet; the event is inserted; and {@link #advance} brings them to it, where
 * they are read, and on to the latest event again. So a late event is no case of its own for
 * anything that can enter and leave a window.
 *
 * <p>Sums are integers, so what is added and later taken away leaves nothing behind.
 */
final class WindowCursors {
    private final WindowBounds[] windows;
    private final Lane[][] lanes;
    private final EventRing ring;

    /**
     * @param lanes of each window
     */
    WindowCursors(WindowBounds[] windows, Lane[][] lanes, EventRing ring) {
        this.windows = windows;
        this.lanes = lanes;
        this.ring = ring;
    }

    /** Reads the event at the low end of every window, of a ring that is not empty. */
    long touch(long record) {
        long sum = 0;
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            sum += EventLayout.timeNs(ring.at(UnsafeApi.getInt(window + LOW_OFFSET)));
        }
        return sum;
    }

    /**
     * Moves the cursors forward. What goes out of a window goes before anything comes in, so that
     * no lane holds more at any time than the window does.
     *
     * @param end index behind the event as of which the windows are to be
     * @param timeNs its time
     */
    void advance(long record, int end, long timeNs) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            WindowBounds bounds = windows[i];
            long upperNs = timeNs - bounds.delayNs;
            int high = bounds.hasLower() ? trim(record, i, window, end, upperNs) : high(window);
            while (high != end) {
                long event = ring.at(high);
                if (EventLayout.timeNs(event) > upperNs) {
                    break;
                }
                if (bounds.kind == WindowSpec.Kind.SESSION) {
                    endSession(record, i, window, high, event);
                } else if (bounds.kind == WindowSpec.Kind.LAST_EVENTS) {
                    makeRoom(record, i, window, event);
                }
                enter(record, i, window, event);
                high++;
            }
            UnsafeApi.putInt(window + HIGH_OFFSET, high);
        }
    }

    private static int high(long window) {
        return UnsafeApi.getInt(window + HIGH_OFFSET);
    }

    /**
     * Takes out what lies before a window that time bounds; returns its upper end, which goes along
     * over events that never come in.
     */
    private int trim(long record, int i, long window, int end, long upperNs) {
        long lowerNs = windows[i].lowerNs(upperNs);
        int high = high(window);
        int low = UnsafeApi.getInt(window + LOW_OFFSET);
        while (low != high && EventLayout.timeNs(ring.at(low)) <= lowerNs) {
            leave(record, i, window, ring.at(low));
            low++;
        }
        while (low == high && high != end && EventLayout.timeNs(ring.at(high)) <= lowerNs) {
            low++;
            high++;
        }
        UnsafeApi.putInt(window + LOW_OFFSET, low);
        return high;
    }

    /** Takes out the first of the last events, if an event that comes in makes them too many. */
    private void makeRoom(long record, int i, long window, long event) {
        if (!EventLayout.isReversed(event)
                && UnsafeApi.getInt(window + COUNT_OFFSET) == windows[i].events) {
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            while (UnsafeApi.getInt(window + COUNT_OFFSET) == windows[i].events) {
                leave(record, i, window, ring.at(low));
                low++;
            }
            UnsafeApi.putInt(window + LOW_OFFSET, low);
        }
    }

    /** Empties a session window when the event at its upper end came after too long a pause. */
    private void endSession(long record, int i, long window, int high, long event) {
        int low = UnsafeApi.getInt(window + LOW_OFFSET);
        if (EventLayout.isReversed(event)) {
            return;
        }
        for (int index = high; index != low; index--) {
            long earlier = ring.at(index - 1);
            if (!EventLayout.isReversed(earlier)) {
                if (EventLayout.timeNs(event) - EventLayout.timeNs(earlier)
                        <= windows[i].lengthNs) {
                    return;
                }
                break;
            }
        }
        for (; low != high; low++) {
            leave(record, i, window, ring.at(low));
        }
        UnsafeApi.putInt(window + LOW_OFFSET, low);
    }

    /**
     * Moves the cursors back to what they were just before an event of this time and place, which
     * is not in the ring.
     */
    void rewind(long record, int place, long timeNs) {
        int first = ring.first();
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            WindowBounds bounds = windows[i];
            long upperNs = timeNs - bounds.delayNs;
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            while (high != first
                    && (high - place > 0
                            || (bounds.delayNs > 0
                                    && EventLayout.timeNs(ring.at(high - 1)) > upperNs))) {
                if (high == low) {
                    low--;
                } else {
                    leave(record, i, window, ring.at(high - 1));
                }
                high--;
            }
            UnsafeApi.putInt(window + HIGH_OFFSET, high);
            UnsafeApi.putInt(window + LOW_OFFSET, low);
            extend(record, i, window, upperNs);
        }
    }

    /** Moves a window's lower end down to where it belongs for its upper end. */
    private void extend(long record, int i, long window, long upperNs) {
        WindowBounds bounds = windows[i];
        int first = ring.first();
        int low = UnsafeApi.getInt(window + LOW_OFFSET);
        switch (bounds.kind) {
            case SLIDING, TUMBLING, CALENDAR -> {
                long lowerNs = bounds.lowerNs(upperNs);
                while (low != first && EventLayout.timeNs(ring.at(low - 1)) > lowerNs) {
                    low--;
                    enter(record, i, window, ring.at(low));
                }
            }
            case LAST_EVENTS -> {
                while (low != first && UnsafeApi.getInt(window + COUNT_OFFSET) < bounds.events) {
                    low--;
                    enter(record, i, window, ring.at(low));
                }
            }
            case SESSION -> {
                int start = sessionStart(UnsafeApi.getInt(window + HIGH_OFFSET), bounds.lengthNs);
                for (; start - low < 0; low--) {
                    enter(record, i, window, ring.at(low - 1));
                }
                for (; start - low > 0; low++) {
                    leave(record, i, window, ring.at(low));
                }
            }
            case FOREVER -> {
                return;
            }
        }
        UnsafeApi.putInt(window + LOW_OFFSET, low);
    }

    private int sessionStart(int high, long gapNs) {
        int start = high;
        long nextNs = 0;
        for (int index = high; index != ring.first(); index--) {
            long event = ring.at(index - 1);
            if (EventLayout.isReversed(event)) {
                continue;
            }
            long timeNs = EventLayout.timeNs(event);
            if (start != high && nextNs - timeNs > gapNs) {
                break;
            }
            start = index - 1;
            nextNs = timeNs;
        }
        return start;
    }

    /** Follows the events before a place that were moved to indexes lower by one. */
    void shiftDown(long record) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            UnsafeApi.putInt(window + LOW_OFFSET, UnsafeApi.getInt(window + LOW_OFFSET) - 1);
            UnsafeApi.putInt(window + HIGH_OFFSET, UnsafeApi.getInt(window + HIGH_OFFSET) - 1);
        }
    }

    /**
     * Reads every window and lane.
     *
     * @param own index of the event as of which the cursors are
     */
    void read(long record, int own, EntityValues out) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            out.count[i] = UnsafeApi.getInt(window + COUNT_OFFSET);
            out.frauds[i] = UnsafeApi.getInt(window + FRAUDS_OFFSET);
            out.sumMinor[i] = UnsafeApi.getLong(window + SUM_OFFSET);
            Lane[] ofWindow = lanes[i];
            if (ofWindow.length > 0) {
                int low = UnsafeApi.getInt(window + LOW_OFFSET);
                int high = UnsafeApi.getInt(window + HIGH_OFFSET);
                for (Lane lane : ofWindow) {
                    lane.read(
                            record, ring, low, high, own, out.lanes, lane.index * LaneSpec.OUTPUTS);
                }
            }
        }
    }

    /**
     * Takes the events before an index, about to be dropped, out of the windows that do not
     * remember forever.
     */
    void dropTo(long record, int newFirst) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            if (low - newFirst >= 0) {
                continue;
            }
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            if (windows[i].kind == WindowSpec.Kind.FOREVER) {
                for (; high - newFirst < 0; high++) {
                    enter(record, i, window, ring.at(high));
                }
                for (; low != newFirst; low++) {
                    outlive(record, i, ring.at(low));
                }
            } else {
                for (; low != high && low != newFirst; low++) {
                    leave(record, i, window, ring.at(low));
                }
            }
            UnsafeApi.putInt(window + LOW_OFFSET, newFirst);
            if (high - newFirst < 0) {
                high = newFirst;
            }
            UnsafeApi.putInt(window + HIGH_OFFSET, high);
        }
    }

    /** Takes an event, about to be changed, out of every window that holds it. */
    void exclude(long record, int index) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            if (holds(window, index)) {
                leave(record, i, window, ring.at(index));
            }
        }
    }

    /** Puts a changed event back into every window that holds it. */
    void include(long record, int index) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < windows.length; i++, window += WINDOW_LENGTH) {
            if (holds(window, index)) {
                enter(record, i, window, ring.at(index));
            }
            if (!windows[i].kind.equals(WindowSpec.Kind.SLIDING)) {
                settle(record, i, window);
            }
        }
    }

    private void settle(long record, int i, long window) {
        WindowSpec.Kind kind = windows[i].kind;
        if (kind == WindowSpec.Kind.LAST_EVENTS || kind == WindowSpec.Kind.SESSION) {
            extend(record, i, window, 0);
        }
    }

    /** Mixes what the windows since forever hold, one item for each. */
    void hash(long record, StateHash hash) {
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].kind == WindowSpec.Kind.FOREVER) {
                long window = RecordLayout.window(record, i);
                hash.word(RecordLayout.keyHigh(record)).word(RecordLayout.keyLow(record)).word(i);
                hash.word(UnsafeApi.getInt(window + COUNT_OFFSET));
                hash.word(UnsafeApi.getInt(window + FRAUDS_OFFSET));
                hash.word(UnsafeApi.getLong(window + SUM_OFFSET));
                int low = UnsafeApi.getInt(window + LOW_OFFSET);
                int high = UnsafeApi.getInt(window + HIGH_OFFSET);
                for (Lane lane : lanes[i]) {
                    lane.hash(record, ring, low, high, hash);
                }
                hash.endItem();
            }
        }
    }

    private static boolean holds(long window, int index) {
        return index - UnsafeApi.getInt(window + LOW_OFFSET) >= 0
                && index - UnsafeApi.getInt(window + HIGH_OFFSET) < 0;
    }

    private void enter(long record, int i, long window, long event) {
        if (!EventLayout.isReversed(event)) {
            change(window, event, 1);
            for (Lane lane : lanes[i]) {
                lane.enter(record, event);
            }
        }
    }

    private void leave(long record, int i, long window, long event) {
        if (!EventLayout.isReversed(event)) {
            change(window, event, -1);
            for (Lane lane : lanes[i]) {
                lane.leave(record, event);
            }
        }
    }

    private void outlive(long record, int i, long event) {
        if (!EventLayout.isReversed(event)) {
            for (Lane lane : lanes[i]) {
                lane.outlive(record, event);
            }
        }
    }

    private static void change(long window, long event, int sign) {
        UnsafeApi.putInt(window + COUNT_OFFSET, UnsafeApi.getInt(window + COUNT_OFFSET) + sign);
        UnsafeApi.putInt(
                window + FRAUDS_OFFSET,
                UnsafeApi.getInt(window + FRAUDS_OFFSET) + sign * EventLayout.fraud(event));
        UnsafeApi.putLong(
                window + SUM_OFFSET,
                UnsafeApi.getLong(window + SUM_OFFSET) + sign * EventLayout.amountMinor(event));
    }
}
