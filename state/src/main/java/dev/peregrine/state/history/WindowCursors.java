package dev.peregrine.state.history;

import static dev.peregrine.state.history.RecordLayout.COUNT_OFFSET;
import static dev.peregrine.state.history.RecordLayout.FRAUDS_OFFSET;
import static dev.peregrine.state.history.RecordLayout.HIGH_OFFSET;
import static dev.peregrine.state.history.RecordLayout.LOW_OFFSET;
import static dev.peregrine.state.history.RecordLayout.SUM_OFFSET;
import static dev.peregrine.state.history.RecordLayout.WINDOWS_OFFSET;
import static dev.peregrine.state.history.RecordLayout.WINDOW_LENGTH;

import dev.peregrine.state.WindowSpec;
import dev.peregrine.state.WindowValues;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * The windows of one entity as running sums between two indexes of its ring.
 *
 * <p>A record's cursors always describe the windows as of the entity's latest event: with the time
 * of that event t, window w holds the kept events with time in (t - delay - length, t - delay], and
 * a window without delay ends behind the latest event. So an event that comes in order only moves
 * cursors forward, each over each event once. For an event that comes late the present cursors are
 * walked back, over the events between, to read the windows as of its place; the walk is not kept.
 * After the late event has been put in its place, each window's cursor is corrected by the event's
 * time alone: it lies before the window, in it or after it.
 *
 * <p>Sums are integers, so what is added and later taken away leaves nothing behind.
 */
final class WindowCursors {
    private final long[] lengthsNs;
    private final long[] delaysNs;
    private final EventRing ring;

    WindowCursors(List<WindowSpec> windows, EventRing ring) {
        lengthsNs = windows.stream().mapToLong(WindowSpec::lengthNs).toArray();
        delaysNs = windows.stream().mapToLong(WindowSpec::delayNs).toArray();
        this.ring = ring;
    }

    /** Reads the event at the low end of every window, of a ring that is not empty. */
    long touch(long record) {
        long sum = 0;
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            sum += EventLayout.timeNs(ring.at(UnsafeApi.getInt(window + LOW_OFFSET)));
        }
        return sum;
    }

    /** Moves the cursors forward to the event that now ends the ring, and reads the windows. */
    void advance(long record, long timeNs, WindowValues out) {
        int end = ring.end();
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            long upperNs = timeNs - delaysNs[i];
            long lowerNs = upperNs - lengthsNs[i];
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            int count = UnsafeApi.getInt(window + COUNT_OFFSET);
            int frauds = UnsafeApi.getInt(window + FRAUDS_OFFSET);
            long sum = UnsafeApi.getLong(window + SUM_OFFSET);
            while (high != end) {
                long event = ring.at(high);
                if (EventLayout.timeNs(event) > upperNs) {
                    break;
                }
                count += EventLayout.counted(event);
                frauds += EventLayout.fraud(event);
                sum += EventLayout.amountMinor(event);
                high++;
            }
            while (low != high) {
                long event = ring.at(low);
                if (EventLayout.timeNs(event) > lowerNs) {
                    break;
                }
                count -= EventLayout.counted(event);
                frauds -= EventLayout.fraud(event);
                sum -= EventLayout.amountMinor(event);
                low++;
            }
            UnsafeApi.putInt(window + LOW_OFFSET, low);
            UnsafeApi.putInt(window + HIGH_OFFSET, high);
            write(window, count, frauds, sum);
            out.count[i] = count;
            out.frauds[i] = frauds;
            out.sumMinor[i] = sum;
        }
    }

    /**
     * Reads the windows as of an event at a place before the end, which is not in the ring yet. The
     * cursors stay.
     */
    void readBack(long record, int place, long timeNs, long amountMinor, WindowValues out) {
        int first = ring.first();
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            long upperNs = timeNs - delaysNs[i];
            long lowerNs = upperNs - lengthsNs[i];
            boolean delayed = delaysNs[i] != 0;
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            long count = UnsafeApi.getInt(window + COUNT_OFFSET);
            long frauds = UnsafeApi.getInt(window + FRAUDS_OFFSET);
            long sum = UnsafeApi.getLong(window + SUM_OFFSET);
            while (high != (delayed ? first : place)) {
                long event = ring.at(high - 1);
                if (delayed && EventLayout.timeNs(event) <= upperNs) {
                    break;
                }
                count -= EventLayout.counted(event);
                frauds -= EventLayout.fraud(event);
                sum -= EventLayout.amountMinor(event);
                high--;
            }
            while (low != first) {
                long event = ring.at(low - 1);
                if (EventLayout.timeNs(event) <= lowerNs) {
                    break;
                }
                count += EventLayout.counted(event);
                frauds += EventLayout.fraud(event);
                sum += EventLayout.amountMinor(event);
                low--;
            }
            out.count[i] = delayed ? count : count + 1;
            out.frauds[i] = frauds;
            out.sumMinor[i] = delayed ? sum : sum + amountMinor;
        }
    }

    /** Reads the windows of an event that stands alone. */
    void readAlone(long amountMinor, WindowValues out) {
        for (int i = 0; i < lengthsNs.length; i++) {
            boolean delayed = delaysNs[i] != 0;
            out.count[i] = delayed ? 0 : 1;
            out.frauds[i] = 0;
            out.sumMinor[i] = delayed ? 0 : amountMinor;
        }
    }

    /**
     * Corrects the cursors for a new event that is not the latest.
     *
     * @param movedUp true if younger events were moved to higher indexes for it, false if older
     *     ones were moved to lower indexes
     * @param latestNs time of the entity's latest event
     */
    void inserted(long record, boolean movedUp, long timeNs, long amountMinor, long latestNs) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            long upperNs = latestNs - delaysNs[i];
            boolean before = timeNs <= upperNs - lengthsNs[i];
            boolean after = timeNs > upperNs;
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            if (movedUp) {
                low += before ? 1 : 0;
                high += after ? 0 : 1;
            } else {
                low -= before ? 0 : 1;
                high -= after ? 1 : 0;
            }
            UnsafeApi.putInt(window + LOW_OFFSET, low);
            UnsafeApi.putInt(window + HIGH_OFFSET, high);
            if (!before && !after) {
                change(window, 1, 0, amountMinor);
            }
        }
    }

    /** Takes the events before an index, about to be dropped, out of the windows. */
    void dropTo(long record, int newFirst) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            if (low - newFirst >= 0) {
                continue;
            }
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            int count = UnsafeApi.getInt(window + COUNT_OFFSET);
            int frauds = UnsafeApi.getInt(window + FRAUDS_OFFSET);
            long sum = UnsafeApi.getLong(window + SUM_OFFSET);
            while (low != high && low != newFirst) {
                long event = ring.at(low);
                count -= EventLayout.counted(event);
                frauds -= EventLayout.fraud(event);
                sum -= EventLayout.amountMinor(event);
                low++;
            }
            UnsafeApi.putInt(window + LOW_OFFSET, newFirst);
            if (high - newFirst < 0) {
                UnsafeApi.putInt(window + HIGH_OFFSET, newFirst);
            }
            write(window, count, frauds, sum);
        }
    }

    /** Adds to every window that holds the event of an index. */
    void change(long record, int index, int count, int frauds, long sum) {
        long window = record + WINDOWS_OFFSET;
        for (int i = 0; i < lengthsNs.length; i++, window += WINDOW_LENGTH) {
            int low = UnsafeApi.getInt(window + LOW_OFFSET);
            int high = UnsafeApi.getInt(window + HIGH_OFFSET);
            if (index - low >= 0 && index - high < 0) {
                change(window, count, frauds, sum);
            }
        }
    }

    private static void change(long window, int count, int frauds, long sum) {
        write(
                window,
                UnsafeApi.getInt(window + COUNT_OFFSET) + count,
                UnsafeApi.getInt(window + FRAUDS_OFFSET) + frauds,
                UnsafeApi.getLong(window + SUM_OFFSET) + sum);
    }

    private static void write(long window, int count, int frauds, long sum) {
        UnsafeApi.putInt(window + COUNT_OFFSET, count);
        UnsafeApi.putInt(window + FRAUDS_OFFSET, frauds);
        UnsafeApi.putLong(window + SUM_OFFSET, sum);
    }
}
