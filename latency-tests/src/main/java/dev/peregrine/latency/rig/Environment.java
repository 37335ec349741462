package dev.peregrine.latency.rig;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where figures come from: machine, kernel and JVM.
 *
 * @param time when
 * @param jdk version and vendor of the JVM
 * @param flags the JVM's arguments
 * @param cpu model of the processors
 * @param cores processors that the JVM may use
 * @param kernel operating system and its version
 * @param loadAverage of the last minute when the run began; negative when not known
 * @param heapMax greatest size of the heap in bytes
 */
public record Environment(
        String time,
        String jdk,
        List<String> flags,
        String cpu,
        int cores,
        String kernel,
        double loadAverage,
        long heapMax) {

    /** The one that this JVM runs in. */
    public static Environment capture() {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("java.runtime.version")
                        + " "
                        + System.getProperty("java.vendor"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().maxMemory());
    }

    /** In one line, for people. */
    public String summary() {
        return cores + " x " + cpu + ", " + kernel + ", JDK " + jdk;
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
