package dev.peregrine.state;

import java.util.concurrent.locks.LockSupport;
import org.agrona.UnsafeApi;

/** Memory off the heap that begins as zeroes. */
public final class ZeroedMemory {
    private static final long PART = 1 << 20;

    private ZeroedMemory() {}

    /**
     * Takes memory, which the caller frees. It is filled part by part: the virtual machine cannot
     * stop its threads while one is in a fill, and the other threads must not wait for a large one.
     * After each part a thread that waits for the core may have it.
     */
    public static long allocate(long length) {
        long address = UnsafeApi.allocateMemory(length);
        for (long done = 0; done < length; done += PART) {
            UnsafeApi.setMemory(address + done, Math.min(PART, length - done), (byte) 0);
            LockSupport.parkNanos(1);
        }
        return address;
    }
}
