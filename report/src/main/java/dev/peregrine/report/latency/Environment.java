package dev.peregrine.report.latency;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
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
 * @param memory of the machine in bytes; negative when not known
 * @param governor what sets the processors' frequency; "unknown" where the kernel does not tell, as
 *     in most virtual machines
 * @param clock source of the kernel's time
 * @param hugePages transparent huge pages: always, madvise or never
 * @param collector the JVM's garbage collectors
 */
public record Environment(
        String time,
        String jdk,
        List<String> flags,
        String cpu,
        int cores,
        String kernel,
        double loadAverage,
        long heapMax,
        long memory,
        String governor,
        String clock,
        String hugePages,
        List<String> collector) {
    private static final String UNKNOWN = "unknown";

    /** What a file of another version does not tell is unknown. */
    public Environment {
        time = known(time);
        jdk = known(jdk);
        flags = Objects.requireNonNullElse(flags, List.of());
        cpu = known(cpu);
        kernel = known(kernel);
        governor = known(governor);
        clock = known(clock);
        hugePages = known(hugePages);
        collector = Objects.requireNonNullElse(collector, List.of());
    }

    private static String known(String value) {
        return Objects.requireNonNullElse(value, UNKNOWN);
    }

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
                Runtime.getRuntime().maxMemory(),
                memoryBytes(),
                firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
                firstLine("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
                chosen(firstLine("/sys/kernel/mm/transparent_hugepage/enabled")),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .toList());
    }

    /** The same without the JVM's flags. */
    Environment withoutFlags() {
        return new Environment(
                time,
                jdk,
                List.of(),
                cpu,
                cores,
                kernel,
                loadAverage,
                heapMax,
                memory,
                governor,
                clock,
                hugePages,
                collector);
    }

    /** In one line, for people. */
    public String summary() {
        return cores + " x " + cpu + ", " + kernel + ", JDK " + jdk;
    }

    private static String firstLine(String file) {
        try {
            return Files.readAllLines(Path.of(file)).get(0).strip();
        } catch (IOException | IndexOutOfBoundsException e) {
            return UNKNOWN;
        }
    }

    /** The alternative that stands in brackets. */
    private static String chosen(String alternatives) {
        int from = alternatives.indexOf('[');
        int to = alternatives.indexOf(']');
        return from >= 0 && to > from ? alternatives.substring(from + 1, to) : alternatives;
    }

    private static long memoryBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
