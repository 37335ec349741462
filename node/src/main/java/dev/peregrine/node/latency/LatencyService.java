package dev.peregrine.node.latency;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.report.latency.Environment;
import dev.peregrine.report.latency.GcMeter;
import dev.peregrine.report.latency.HiccupMeter;
import dev.peregrine.report.latency.IntervalLog;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.StealMeter;
import dev.peregrine.scoring.pipeline.PipelineMetrics;
import dev.peregrine.scoring.pipeline.Stage;
import dev.peregrine.scoring.pipeline.StageTotals;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects a node's latencies once a second, on a thread of its own: sums for metrics, the live
 * file, and an interval log. Where the disk refuses, the node goes on without both.
 */
public final class LatencyService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatencyService.class);
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long HICCUP_RESOLUTION_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SECONDS_BETWEEN_SUMS = 5;
    private static final long GREATEST_NS = TimeUnit.MINUTES.toNanos(1);

    private final NodeConfig.Latency config;
    private final Path directory;
    private final LatencyLogs logs;
    private final PipelineMetrics metrics;
    private final StageTotals totals;
    private final GcMeter gc = new GcMeter();
    private final StealMeter steal = new StealMeter();
    private final HiccupMeter hiccups;
    private final Map<Stage, Histogram> sinceLog = new EnumMap<>(Stage.class);
    private final Map<String, Percentiles> lastSecond = new LinkedHashMap<>();
    private final Map<String, Percentiles> sinceStart = new LinkedHashMap<>();
    private final Histogram hiccupsSinceLog = new Histogram(HiccupMeter.GREATEST_NS, 2);
    private final Histogram gcSinceLog = new Histogram(GREATEST_NS, 2);
    private final Histogram stolenSinceLog = new Histogram(GREATEST_NS, 2);
    private final Thread thread = new Thread(this::run, "latency");
    private Histogram recycledHiccups;
    private IntervalLog log;
    private LocalDate logDay;
    private long logDueNs;
    private long gcMs = gc.pausedMs();
    private long stolenMs = steal.stolenMs();
    private int seconds;
    private boolean diskRefused;
    private volatile boolean closed;

    private LatencyService(NodeConfig.Latency config, Path directory, PipelineMetrics metrics) {
        this.config = config;
        this.directory = directory;
        this.metrics = metrics;
        logs = new LatencyLogs(directory);
        totals = new StageTotals(metrics);
        hiccups = HiccupMeter.start(HICCUP_RESOLUTION_NS);
        for (Stage stage : Stage.values()) {
            sinceLog.put(stage, new Histogram(GREATEST_NS, 3));
        }
        thread.setDaemon(true);
    }

    /**
     * Starts one.
     *
     * @param directory for the logs; there
     * @param metrics of the only pipeline, which nobody else collects from
     */
    public static LatencyService start(
            NodeConfig.Latency config, Path directory, PipelineMetrics metrics) {
        LatencyService service = new LatencyService(config, directory, metrics);
        service.thread.start();
        return service;
    }

    /** Sums since the start, up to a second old. */
    public StageTotals totals() {
        return totals;
    }

    private void run() {
        long due = System.nanoTime();
        beginInterval(due);
        while (!closed) {
            due = Math.max(due + TICK_NS, System.nanoTime());
            while (!closed && System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            try {
                collect();
                toDisk();
            } catch (RuntimeException e) {
                LOG.error("latencies of a second are lost", e);
            }
        }
        endLog();
    }

    private void collect() {
        lastSecond.clear();
        totals.collect(
                (stage, interval) -> {
                    lastSecond.put(stage.label(), Percentiles.of(interval));
                    sinceLog.get(stage).add(interval);
                },
                this::giveWay);
        recycledHiccups = hiccups.interval(recycledHiccups);
        hiccupsSinceLog.add(recycledHiccups);
        long ms = gc.pausedMs();
        add(gcSinceLog, ms - gcMs);
        gcMs = ms;
        long stolen = steal.stolenMs();
        add(stolenSinceLog, stolen - stolenMs);
        stolenMs = stolen;
    }

    private static void add(Histogram histogram, long ms) {
        if (ms > 0) {
            histogram.recordValue(Math.min(GREATEST_NS, TimeUnit.MILLISECONDS.toNanos(ms)));
        }
    }

    private void toDisk() {
        try {
            live().write(directory);
            long now = System.nanoTime();
            if (!config.interval().isZero() && (closed || now - logDueNs >= 0)) {
                writeInterval();
                beginInterval(now);
            }
            diskRefused = false;
        } catch (IOException e) {
            if (!diskRefused) {
                LOG.warn("latencies are not written: {}", e.toString());
            }
            diskRefused = true;
        }
    }

    private LiveLatency live() {
        if (seconds++ % SECONDS_BETWEEN_SUMS == 0) {
            for (Stage stage : Stage.values()) {
                sinceStart.put(stage.label(), totals.read(stage, Percentiles::of));
                giveWay();
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return new LiveLatency(
                System.currentTimeMillis(),
                ProcessHandle.current().pid(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                lastSecond,
                sinceStart,
                counts(),
                recycledHiccups.getMaxValue() / 1e3,
                gc.pauses(),
                gcMs,
                runtime.totalMemory() - runtime.freeMemory());
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Action action : Action.values()) {
            if (action != Action.NULL_VAL && action != Action.SBE_UNKNOWN) {
                counts.put(action.name().toLowerCase(Locale.ROOT), metrics.decisions(action));
            }
        }
        counts.put("acknowledged", metrics.acknowledged());
        counts.put("replayed", metrics.replayed());
        long refused = 0;
        for (RejectCode code : RejectCode.values()) {
            if (code != RejectCode.NULL_VAL && code != RejectCode.SBE_UNKNOWN) {
                refused += metrics.refusals(code);
            }
        }
        counts.put("refused", refused);
        return counts;
    }

    private void beginInterval(long nowNs) {
        logDueNs = nowNs + config.interval().toNanos();
        long nowMs = System.currentTimeMillis();
        sinceLog.values().forEach(histogram -> begin(histogram, nowMs));
        begin(hiccupsSinceLog, nowMs);
        begin(gcSinceLog, nowMs);
        begin(stolenSinceLog, nowMs);
    }

    private static void begin(Histogram histogram, long nowMs) {
        histogram.reset();
        histogram.setStartTimeStamp(nowMs);
    }

    private void writeInterval() throws IOException {
        Instant now = Instant.now();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (log == null || !day.equals(logDay)) {
            endLog();
            logs.expire(config.retention(), now);
            Instant begin = Instant.ofEpochMilli(hiccupsSinceLog.getStartTimeStamp());
            log = new IntervalLog(logs.file(begin), Environment.capture(), begin.toEpochMilli());
            logDay = day;
        }
        for (Map.Entry<Stage, Histogram> entry : sinceLog.entrySet()) {
            write(entry.getKey().label(), entry.getValue(), now);
        }
        write(HiccupMeter.TAG, hiccupsSinceLog, now);
        write(GcMeter.TAG, gcSinceLog, now);
        write(StealMeter.TAG, stolenSinceLog, now);
        log.flush();
    }

    private void write(String tag, Histogram interval, Instant now) {
        interval.setEndTimeStamp(now.toEpochMilli());
        log.write(tag, interval);
        giveWay();
    }

    /** A core that was held for milliseconds in one go would be seen in the latencies collected. */
    private void giveWay() {
        if (!closed) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void endLog() {
        if (log != null) {
            log.close();
            log = null;
        }
    }

    /** Writes what is left and ends. Blocks until its thread has ended, a second at most. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(TICK_NS));
            LiveLatency.delete(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the live latencies could not be deleted: {}", e.toString());
        }
        hiccups.close();
    }
}
