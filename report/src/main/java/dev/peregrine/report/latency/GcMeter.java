package dev.peregrine.report.latency;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Garbage collections that stop everything, as the JVM counts them: their number, and their time to
 * the millisecond. Any thread.
 */
public final class GcMeter {
    /** Tag of collections in interval logs. */
    public static final String TAG = "gc";

    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(bean -> stops(bean.getName()))
                    .toList();

    /** Pauses since the JVM's start. */
    public long pauses() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    /** Milliseconds in them since the JVM's start. */
    public long pausedMs() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    }

    /** Concurrent collectors have beans for what runs beside the program. */
    private static boolean stops(String bean) {
        return !bean.contains("Concurrent") && !bean.contains("Cycles");
    }
}
