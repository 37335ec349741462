package dev.peregrine.node.runtime;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Linux for shorter time slices for the threads that a decision waits for. The scheduler lets
 * a thread that wakes up with a shorter slice than the running one's have the core at once, unless
 * it has had more than its share; else it waits until that one's slice is over, for milliseconds
 * when that is a compiler of the JVM or the evidence store's. Neither their priority nor their
 * share of the cores changes.
 *
 * <p>Kernels before 6.12 take no notice, and other systems are not asked. Needs no privilege.
 * Source: {@code sched_setattr(2)}, {@code sched_runtime} of {@code SCHED_OTHER}, in
 * kernel/sched/syscalls.c and fair.c ({@code PREEMPT_SHORT}).
 */
public final class TimeSlices {
    /** The shortest slice that the kernel grants, nanoseconds. */
    static final long SLICE_NS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(TimeSlices.class);
    private static final Path TASKS = Path.of("/proc/self/task");

    /** As many characters of a thread's name as the kernel keeps. */
    private static final int NAME_LENGTH = 15;

    /** Names, as far as the kernel keeps them, begin like one of these. */
    private static final List<String> WAITED_FOR =
            List.of(
                    "archive-conduct",
                    "archive-driver",
                    "archive-recorde",
                    "driver-conducto",
                    "receiver",
                    "sender",
                    "[internal-event",
                    "stages",
                    "journal",
                    "score",
                    "publish",
                    "peregrine-clien",
                    "vert.x-eventloo");

    private TimeSlices() {}

    /**
     * For all threads of this process that decisions wait for, as far as they run already. Any
     * thread.
     *
     * @param aeronDirectory whose driver's threads are named after it; empty for no driver
     * @return threads that have short slices now; 0 where the system does not grant them
     */
    public static int shorten(String aeronDirectory) {
        String driver = aeronDirectory.substring(0, Math.min(NAME_LENGTH, aeronDirectory.length()));
        return shorten(
                name -> name.equals(driver) || WAITED_FOR.stream().anyMatch(name::startsWith));
    }

    /**
     * For the calling thread, not for those that it starts.
     *
     * @return whether it has a short slice now
     */
    public static boolean shortenOwn() {
        return Scheduler.isKnown() && Scheduler.shorten(0);
    }

    /** Whether the calling thread has a short slice. */
    static boolean isOwnShort() {
        return Scheduler.isKnown() && Scheduler.isShort(0);
    }

    /** For the threads of such names, each at most 15 characters long. */
    static int shorten(Predicate<String> isWaitedFor) {
        if (!Scheduler.isKnown()) {
            return 0;
        }
        int shortened = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (isWaitedFor.test(nameOf(task))
                        && Scheduler.shorten(Integer.parseInt(task.getFileName().toString()))) {
                    shortened++;
                }
            }
        } catch (IOException e) {
            LOG.debug("threads are not listed", e);
        }
        return shortened;
    }

    /** Empty when the thread has ended. */
    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The kernel's interface, by the numbers of its calls: not every C library has names. */
    private static final class Scheduler {
        private static final int SCHED_OTHER = 0;
        private static final int LENGTH = 48;
        private static final int POLICY_AT = 4;
        private static final int FLAGS_AT = 8;
        private static final long RESET_ON_FORK = 1;
        private static final int RUNTIME_AT = 24;
        private static final Function SYSTEM_CALL = systemCall();
        private static final long SET = Platform.isARM() ? 274 : 314;
        private static final long GET = Platform.isARM() ? 275 : 315;

        static boolean isKnown() {
            return SYSTEM_CALL != null;
        }

        private static Function systemCall() {
            boolean known = Platform.is64Bit() && (Platform.isIntel() || Platform.isARM());
            try {
                return Platform.isLinux() && known
                        ? NativeLibrary.getProcess().getFunction("syscall")
                        : null;
            } catch (LinkageError e) {
                LOG.debug("the kernel cannot be asked", e);
                return null;
            }
        }

        /** Whether the thread has a short slice now. 0: the calling thread. */
        static boolean shorten(int thread) {
            try (Memory attributes = new Memory(LENGTH)) {
                attributes.clear();
                if (!read(thread, attributes) || attributes.getInt(POLICY_AT) != SCHED_OTHER) {
                    return false;
                }
                attributes.setLong(FLAGS_AT, attributes.getLong(FLAGS_AT) | RESET_ON_FORK);
                attributes.setLong(RUNTIME_AT, SLICE_NS);
                return call(SET, (long) thread, attributes, 0L) && isShort(thread);
            }
        }

        static boolean isShort(int thread) {
            try (Memory attributes = new Memory(LENGTH)) {
                attributes.clear();
                return read(thread, attributes) && attributes.getLong(RUNTIME_AT) == SLICE_NS;
            }
        }

        private static boolean read(int thread, Memory attributes) {
            return call(GET, (long) thread, attributes, (long) LENGTH, 0L);
        }

        private static boolean call(long number, Object... arguments) {
            Object[] all = new Object[arguments.length + 1];
            all[0] = number;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return SYSTEM_CALL.invokeLong(all) >= 0;
        }
    }
}
