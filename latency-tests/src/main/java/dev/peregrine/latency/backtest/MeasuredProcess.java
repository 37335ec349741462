package dev.peregrine.latency.backtest;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.Main;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command of this program in a JVM of its own with a bounded heap, and the most memory that it
 * took. Linux only: resident memory is read from /proc until the process ends.
 */
final class MeasuredProcess {
    private static final long POLL_MS = 20;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");
    private static final String GC_LOG = "gc.log";
    private static final String OUTPUT = "output.txt";

    private MeasuredProcess() {}

    /**
     * What a process took.
     *
     * @param peakResidentBytes the most that was resident: heap, memory off the heap, mapped files
     *     and the JVM itself
     * @param peakLiveHeapBytes the most that a collection left on the heap; 0 when there was none
     * @param seconds from its start to its end
     */
    record Usage(long peakResidentBytes, long peakLiveHeapBytes, double seconds) {}

    /**
     * Runs a command to its end. Blocks.
     *
     * @param directory for its log; exists
     * @param heapMib bound of the heap
     * @param directMib bound of direct buffers
     * @throws UserException when it fails; the message is the end of what it said
     */
    static Usage run(Path directory, int heapMib, int directMib, List<String> arguments)
            throws IOException, InterruptedException {
        Path log = directory.resolve(GC_LOG);
        Path output = directory.resolve(OUTPUT);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
                .forEach(command::add);
        command.add("-Xmx" + heapMib + "m");
        command.add("-XX:MaxDirectMemorySize=" + directMib + "m");
        command.add("-Xlog:gc:file=" + log);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            long peak = 0;
            while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peakResident(process.pid()));
            }
            if (process.exitValue() != 0) {
                throw new UserException(
                        ExitCode.FAILURE, "the backtest failed: " + lastLine(output));
            }
            return new Usage(peak, peakLiveHeap(log), (System.nanoTime() - start) / 1e9);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Bytes; 0 where the process has just ended. */
    private static long peakResident(long pid) {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long peakLiveHeap(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(AFTER_COLLECTION::matcher)
                    .filter(Matcher::find)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)) << 20)
                    .max()
                    .orElse(0);
        }
    }

    /** The last line, or of a stack trace what it is of. */
    private static String lastLine(Path output) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(output));
        lines.removeIf(line -> line.isBlank() || Character.isWhitespace(line.charAt(0)));
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
