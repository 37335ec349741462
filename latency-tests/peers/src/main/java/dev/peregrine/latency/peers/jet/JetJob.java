package dev.peregrine.latency.peers.jet;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.pipeline.BatchSource;
import com.hazelcast.jet.pipeline.BatchStage;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sink;
import com.hazelcast.jet.pipeline.SinkBuilder;
import com.hazelcast.jet.pipeline.SourceBuilder;
import com.hazelcast.spi.properties.ClusterProperty;
import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.CustomerRing;
import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.PaymentRing;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.RunInHand;
import dev.peregrine.latency.peers.Schedule;
import dev.peregrine.latency.peers.TerminalRing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source of its own thread, then the customer's and the terminal's windows by {@code
 * mapStateful}, each with one instance so that rows stay in order, on cooperative threads. A member
 * on its own, without a network; it opens no connection.
 */
public final class JetJob implements Contender {
    private static final String COOPERATIVE_THREADS = "1";
    private static final String IDLE_MICROSECONDS = "1";

    private final int cooperativeThreads;

    /** Takes {@code cooperative-threads}, by default 1. */
    public JetJob(Map<String, String> settings) {
        cooperativeThreads =
                Integer.parseInt(settings.getOrDefault("cooperative-threads", COOPERATIVE_THREADS));
    }

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("version", "5.7.0, one member in this process");
        configuration.put("threads", "the source's and " + cooperativeThreads + " cooperative");
        configuration.put("idle", "at most " + IDLE_MICROSECONDS + " us at a time");
        configuration.put("state", "mapStateful, on the heap");
        configuration.put("processing guarantee", "none");
        return configuration;
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work) {
        RunInHand.begin(rows, schedule, sink);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
        try {
            member.getJet()
                    .newJob(
                            pipeline(),
                            new JobConfig()
                                    .setProcessingGuarantee(ProcessingGuarantee.NONE)
                                    .setMetricsEnabled(false))
                    .join();
        } finally {
            member.shutdown();
        }
    }

    private static Pipeline pipeline() {
        BatchSource<FeatureRow> source =
                SourceBuilder.batch("rows", context -> new RowFeed())
                        .<FeatureRow>fillBufferFn(RowFeed::fill)
                        .build();
        Sink<FeatureRow> sink =
                SinkBuilder.sinkBuilder("results", context -> RunInHand.get().sink())
                        .<FeatureRow>receiveFn(ResultSink::accept)
                        .preferredLocalParallelism(1)
                        .build();
        Pipeline pipeline = Pipeline.create();
        BatchStage<FeatureRow> read = pipeline.readFrom(source).setLocalParallelism(1);
        BatchStage<FeatureRow> customers =
                read.groupingKey(row -> row.customer)
                        .mapStateful(CustomerRing::new, (ring, key, row) -> add(ring, row))
                        .setLocalParallelism(1);
        BatchStage<FeatureRow> terminals =
                customers
                        .groupingKey(row -> row.terminal)
                        .mapStateful(TerminalRing::new, (ring, key, row) -> add(ring, row))
                        .setLocalParallelism(1);
        terminals.writeTo(sink);
        return pipeline;
    }

    private static FeatureRow add(PaymentRing ring, FeatureRow row) {
        ring.add(row);
        return row;
    }

    private Config config() {
        Config config = new Config();
        config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
        config.setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
        config.setProperty(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
        for (var property :
                new String[] {
                    ClusterProperty.JET_IDLE_COOPERATIVE_MIN_MICROSECONDS.getName(),
                    ClusterProperty.JET_IDLE_COOPERATIVE_MAX_MICROSECONDS.getName(),
                    ClusterProperty.JET_IDLE_NONCOOPERATIVE_MIN_MICROSECONDS.getName(),
                    ClusterProperty.JET_IDLE_NONCOOPERATIVE_MAX_MICROSECONDS.getName()
                }) {
            config.setProperty(property, IDLE_MICROSECONDS);
        }
        config.getJetConfig().setEnabled(true).setCooperativeThreadCount(cooperativeThreads);
        config.getMetricsConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        return config;
    }
}
