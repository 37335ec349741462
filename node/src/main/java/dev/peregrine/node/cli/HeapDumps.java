package dev.peregrine.node.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.peregrine.node.config.NodeConfig;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The heap holds tokens, payments and keys: the JVM is not to write it to the disk by itself. */
final class HeapDumps {
    private static final List<String> FLAGS =
            List.of("HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC", "HeapDumpAfterFullGC");

    private HeapDumps() {}

    /**
     * Looks at the JVM's flags.
     *
     * @throws UserException when one of them asks for dumps, and the configuration does not allow
     *     them
     */
    static void refuse(NodeConfig config) {
        HotSpotDiagnosticMXBean jvm =
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (config.allowHeapDumps() || jvm == null) {
            return;
        }
        for (String flag : FLAGS) {
            if (isOn(jvm, flag)) {
                throw new UserException(
                        ExitCode.BAD_CONFIGURATION,
                        "-XX:+"
                                + flag
                                + ": a heap dump would hold payments and keys; start without it, or"
                                + " say so with allow-heap-dumps: true");
            }
        }
    }

    private static boolean isOn(HotSpotDiagnosticMXBean jvm, String flag) {
        try {
            return Boolean.parseBoolean(jvm.getVMOption(flag).getValue());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
