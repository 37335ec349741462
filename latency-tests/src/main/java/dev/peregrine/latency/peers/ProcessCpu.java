package dev.peregrine.latency.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Processor time of this process, all threads together. */
final class ProcessCpu {
    private static final OperatingSystemMXBean BEAN =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ProcessCpu() {}

    /** Used so far, nanoseconds. */
    static long nanos() {
        return BEAN.getProcessCpuTime();
    }
}
