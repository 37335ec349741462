package dev.peregrine.report.latency;

import dev.peregrine.report.page.Html;
import java.util.List;
import java.util.Locale;

/** Where a run's figures come from, as a table. */
final class EnvironmentTable {
    private static final double GIB = 1L << 30;

    private EnvironmentTable() {}

    static void write(Html html, Environment environment) {
        html.table("environment", List.of("Environment", ""));
        html.row("Time", environment.time());
        html.row("Processors", environment.cores() + " × " + environment.cpu());
        html.row("Memory", gib(environment.memory()));
        html.row("Kernel", environment.kernel());
        html.row(
                "Governor, clock, huge pages",
                environment.governor()
                        + ", "
                        + environment.clock()
                        + ", "
                        + environment.hugePages());
        html.row("JDK", environment.jdk());
        html.row("Heap, collectors", gib(environment.heapMax()) + ", " + environment.collector());
        html.row(
                "Load average at the begin",
                String.format(Locale.ROOT, "%.2f", environment.loadAverage()));
        html.endTable();
        html.raw("<details><summary>JVM flags</summary><p class=\"note\">")
                .text(String.join(" ", environment.flags()))
                .raw("</p></details>\n");
    }

    private static String gib(long bytes) {
        return bytes < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }
}
