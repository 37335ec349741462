package dev.peregrine.state.history;

import java.util.Arrays;
import org.agrona.UnsafeApi;

/**
 * Off-heap memory in blocks of {@code 2^sizeClass} units of a fixed length: rings of events, tables
 * of values, entries of lists.
 *
 * <p>Memory is taken in pages of 32 MiB, or of the largest block if that is more, so that the
 * kernel can back them with huge pages; it is never given back before {@link #close}. A block lies
 * within one page and is named by a relocatable offset: {@code page << pageShift | offset in page}.
 * A freed block goes to the free list of its class, threaded through the blocks' first eight bytes,
 * and is the next to be handed out. What is left of a page that is too short for a block is cut
 * into smaller blocks for their lists.
 *
 * <p>One thread. Nothing blocks; the heap is used only for the table of pages, which doubles.
 */
public final class HistoryArena implements AutoCloseable {
    /** No block. */
    public static final long NONE = -1L;

    private static final int MIN_PAGE_SHIFT = 25;

    private final int unitLength;
    private final int maxSizeClass;
    private final int pageShift;
    private final long pageMask;
    private final long[] freeHeads;
    private long[] pages = new long[16];
    private int pageCount;
    private long pageUsed;
    private long blocksInUse;
    private long bytesInUse;

    /**
     * @param unitLength bytes of a unit, a multiple of 8
     * @param maxSizeClass greatest size class that will be asked for
     */
    public HistoryArena(int unitLength, int maxSizeClass) {
        this.unitLength = unitLength;
        long largestBlock = blockLength(maxSizeClass);
        this.maxSizeClass = maxSizeClass;
        pageShift = Math.max(MIN_PAGE_SHIFT, 64 - Long.numberOfLeadingZeros(largestBlock - 1));
        pageMask = (1L << pageShift) - 1;
        pageUsed = 1L << pageShift;
        freeHeads = new long[maxSizeClass + 1];
        Arrays.fill(freeHeads, NONE);
    }

    /** Bytes of a unit. */
    public int unitLength() {
        return unitLength;
    }

    /** Hands out a block of {@code 2^sizeClass} units, its content undefined. */
    public long allocate(int sizeClass) {
        blocksInUse++;
        bytesInUse += blockLength(sizeClass);
        long head = freeHeads[sizeClass];
        if (head != NONE) {
            freeHeads[sizeClass] = UnsafeApi.getLong(address(head));
            return head;
        }
        long length = blockLength(sizeClass);
        if (pageUsed + length > 1L << pageShift) {
            openPage();
        }
        return carve(length);
    }

    /** Takes a block back. */
    public void free(long block, int sizeClass) {
        blocksInUse--;
        bytesInUse -= blockLength(sizeClass);
        link(block, sizeClass);
    }

    /** Native address of a block; holds until {@link #close}. */
    public long address(long block) {
        return pages[(int) (block >>> pageShift)] + (block & pageMask);
    }

    /** Blocks handed out and not taken back. */
    public long blocksInUse() {
        return blocksInUse;
    }

    /** Bytes in those blocks. */
    public long bytesInUse() {
        return bytesInUse;
    }

    /** Bytes taken from the operating system. */
    public long bytesReserved() {
        return (long) pageCount << pageShift;
    }

    @Override
    public void close() {
        for (int i = 0; i < pageCount; i++) {
            UnsafeApi.freeMemory(pages[i]);
        }
        pageCount = 0;
    }

    private long blockLength(int sizeClass) {
        return (long) unitLength << sizeClass;
    }

    private long carve(long length) {
        long block = ((long) (pageCount - 1) << pageShift) + pageUsed;
        pageUsed += length;
        return block;
    }

    private void openPage() {
        for (int sizeClass = maxSizeClass; sizeClass >= 0; sizeClass--) {
            while (pageUsed + blockLength(sizeClass) <= 1L << pageShift) {
                link(carve(blockLength(sizeClass)), sizeClass);
            }
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pageCount);
        }
        pages[pageCount] = UnsafeApi.allocateMemory(1L << pageShift);
        pageCount++;
        pageUsed = 0;
    }

    private void link(long block, int sizeClass) {
        UnsafeApi.putLong(address(block), freeHeads[sizeClass]);
        freeHeads[sizeClass] = block;
    }
}
