package dev.peregrine.state.chronicle;

import dev.peregrine.state.EntityLayout;
import java.util.stream.LongStream;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.agrona.BitUtil;
import org.agrona.UnsafeApi;

/**
 * The Chronicle Map that holds the records of one entity type, in pages: the key is a page's
 * number, the value a page of records.
 *
 * <p>Keys and values have a fixed length and pages are not removed, so a record stays where it is:
 * the address handed out holds until {@link #remove}. Records are worked on at their addresses, by
 * one thread, past the map's locks. There is one segment, which makes the number of pages that fit
 * independent of their keys. A removed record's place is the next to be handed out; such places are
 * threaded through their first eight bytes. Allocates nothing on the heap once it is made.
 *
 * <p>The map lies in anonymous memory, which huge pages can back, and is empty when made: the
 * journal is the truth.
 */
final class RecordMap implements AutoCloseable {
    private static final int MOST_PAGE_RECORDS = 1 << 12;
    private static final long MOST_SHORT_SLOTS = 1 << 14;
    private static final long HEAD_LENGTH = 4700;
    private static final long NONE = 0;

    /** Keys of the map, boxed beforehand. */
    private final Long[] numbers;

    private final PageReference page;
    private final int recordLength;
    private final ChronicleMap<Long, PageReference> map;
    private long next;
    private long pageEnd;
    private int pages;
    private long free = NONE;
    private long records;

    /**
     * Makes an empty map.
     *
     * @param recordLength bytes of a record, a multiple of 8
     */
    RecordMap(EntityLayout layout, int recordLength) {
        this.recordLength = recordLength;
        numbers = LongStream.range(0, pages(layout.capacity())).boxed().toArray(Long[]::new);
        page = new PageReference(pageRecords(layout.capacity()) * recordLength);
        PageMarshaller marshaller = new PageMarshaller();
        map =
                ChronicleMapBuilder.of(Long.class, PageReference.class)
                        .name(layout.name())
                        .valueMarshallers(marshaller, marshaller)
                        .constantValueSizeBySample(page)
                        .entryAndValueOffsetAlignment(Long.BYTES)
                        .entries(pages(layout.capacity()))
                        .actualSegments(1)
                        .checksumEntries(false)
                        .putReturnsNull(true)
                        .skipCloseOnExitHook(true)
                        .create();
    }

    /**
     * Makes room for an entity's record, which the caller initialises: its content is undefined.
     *
     * @return the record's address
     */
    long insert() {
        records++;
        long record = free;
        if (record != NONE) {
            free = UnsafeApi.getLong(record);
            return record;
        }
        if (next == pageEnd) {
            openPage();
        }
        record = next;
        next += recordLength;
        return record;
    }

    /** Removes a record; its address may be handed out again. */
    void remove(long record) {
        records--;
        UnsafeApi.putLong(record, free);
        free = record;
    }

    /** Whether an address lies in a page of the map; slow. */
    boolean holds(long record) {
        for (int number = 0; number < pages; number++) {
            long first = map.getUsing(numbers[number], new PageReference(page.length())).address();
            if (record >= first
                    && record < first + page.length()
                    && (record - first) % recordLength == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Memory of a map at capacity, as Chronicle Map lays it out for one segment and constant sizes:
     * a chunk of key and page for each entry, a hash look-up of slots at most two thirds full, a
     * bit a chunk, and the head.
     */
    static long bytes(int capacity, int recordLength) {
        long pages = pages(capacity);
        long slots = BitUtil.findNextPositivePowerOfTwo(pages + (pages >>> 1));
        int slotLength = slots > MOST_SHORT_SLOTS ? Long.BYTES : Integer.BYTES;
        return pages * (Long.BYTES + (long) pageRecords(capacity) * recordLength)
                + slots * slotLength
                + pages / Byte.SIZE
                + HEAD_LENGTH;
    }

    /** Memory that the map has reserved. */
    long bytesReserved() {
        return map.offHeapMemoryUsed();
    }

    /** Records in the map. */
    long size() {
        return records;
    }

    @Override
    public void close() {
        map.close();
    }

    private void openPage() {
        map.put(numbers[pages], page);
        pages++;
        next = page.address();
        pageEnd = next + page.length();
    }

    private static int pages(int capacity) {
        return (int) (((long) capacity + MOST_PAGE_RECORDS - 1) / MOST_PAGE_RECORDS);
    }

    private static int pageRecords(int capacity) {
        int pages = pages(capacity);
        return (int) (((long) capacity + pages - 1) / pages);
    }
}
