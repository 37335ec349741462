package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.RunInHand;
import dev.peregrine.latency.peers.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Source and customer's windows in one task, terminal's windows and sink in another: two busy
 * threads for two cores, and one exchange between them, in order.
 *
 * <p>Settings: {@code state} is {@code heap}, {@code rocksdb} or {@code exactly-once}, which is
 * RocksDB with a sink that commits with the checkpoints; {@code buffer-timeout-ms} is how long the
 * exchange may hold a row back, {@code checkpoint-ms} how often state is saved where it is RocksDB.
 */
public final class FlinkJob implements Contender {
    private static final String CHECKPOINT_MS = "10000";
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(1024);
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);

    private final boolean heap;
    private final boolean exactlyOnce;
    private final long bufferTimeoutMs;
    private final long checkpointMs;

    /** Takes the settings that the class names. */
    public FlinkJob(Map<String, String> settings) {
        heap = settings.get("state").equals("heap");
        exactlyOnce = settings.get("state").equals("exactly-once");
        bufferTimeoutMs = Long.parseLong(settings.get("buffer-timeout-ms"));
        checkpointMs = Long.parseLong(settings.getOrDefault("checkpoint-ms", CHECKPOINT_MS));
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("version", "2.3.0, MiniCluster");
        configuration.put("parallelism", "1, two tasks: source + customer, terminal + sink");
        configuration.put("objects", "reused; hand-written serializers");
        configuration.put("buffer timeout", bufferTimeoutMs + " ms");
        configuration.put("state", heap ? "heap (hashmap)" : "RocksDB, incremental checkpoints");
        if (!heap) {
            configuration.put("managed memory", MANAGED_MEMORY.toHumanReadableString());
            configuration.put(
                    "checkpoints",
                    "exactly once, every " + checkpointMs + " ms, to the local disk");
        }
        configuration.put("sink", exactlyOnce ? "commits with the checkpoint" : "at once");
        return configuration;
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work)
            throws Exception {
        RunInHand.begin(rows, schedule, sink);
        Path committed = Files.createDirectory(work.resolve("committed"));
        try (StreamExecutionEnvironment environment = environment(work)) {
            DataStream<FeatureRow> source =
                    environment.fromSource(
                            new RowSource(),
                            WatermarkStrategy.noWatermarks(),
                            "rows",
                            new RowType());
            // With one instance, what the source emits is partitioned already: no exchange.
            SingleOutputStreamOperator<FeatureRow> customers =
                    DataStreamUtils.reinterpretAsKeyedStream(source, row -> row.customer, Types.INT)
                            .process(
                                    new WindowStage<>(new RingSerializer.OfCustomers(), heap),
                                    new RowType());
            SingleOutputStreamOperator<FeatureRow> terminals =
                    customers
                            .keyBy(row -> row.terminal, Types.INT)
                            .process(
                                    new WindowStage<>(new RingSerializer.OfTerminals(), heap),
                                    new RowType());
            terminals.sinkTo(exactlyOnce ? new CommittedResults(committed) : new ResultWriter());
            environment.execute("handbook");
        }
        if (exactlyOnce && CommittedResults.checksum(committed) != sink.checksum()) {
            throw new IllegalStateException("what was committed is not what was computed");
        }
    }

    private StreamExecutionEnvironment environment(Path work) {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(StateBackendOptions.STATE_BACKEND, heap ? "hashmap" : "rocksdb");
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        if (!heap) {
            configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
            configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    work.resolve("checkpoints").toUri().toString());
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        environment.getConfig().enableObjectReuse();
        environment.getConfig().setAutoWatermarkInterval(0);
        environment.setBufferTimeout(bufferTimeoutMs);
        if (!heap) {
            environment.enableCheckpointing(checkpointMs, CheckpointingMode.EXACTLY_ONCE);
        }
        return environment;
    }
}
