package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.Schedule;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/** The engine on the caller's thread, fed with messages: no transport, no journal. */
public final class EngineAlone implements Contender {
    private static final int SPARE = 1_000;
    private static final int IDENTITIES = 1 << 20;

    private double encodeNanos = Double.NaN;

    /** Takes no settings. */
    public EngineAlone(Map<String, String> settings) {}

    @Override
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("threads", "1");
        configuration.put("policy", "fraud-handbook: 15 features, rules, score, encoded decision");
        configuration.put("state", "Chronicle Map in memory, windows off the heap");
        configuration.put("durability", "none");
        configuration.put("labels", "an event for each fraud, 7 days after it");
        if (!Double.isNaN(encodeNanos)) {
            configuration.put(
                    "messages",
                    String.format(Locale.ROOT, "encoded beforehand, %.0f ns each", encodeNanos));
        }
        return configuration;
    }

    @Override
    public void run(PaymentRows rows, Schedule schedule, ResultSink sink, Path work)
            throws Exception {
        HandbookEvents events = new HandbookEvents(rows, 0);
        encodeNanos = events.encodeNanos();
        int keys = Math.max(rows.customers(), rows.terminals()) + SPARE;
        PolicyBundle bundle =
                PolicyLoader.load(HandbookPolicy.write(work.resolve("policy"), 0, keys));
        try (ScoringEngine engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((word0, word1, word2, word3) -> bundle)
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                                .identityCapacity(IDENTITIES))) {
            EventResult result = new EventResult();
            activate(engine, bundle, events.timeNs(0), result);
            schedule.begin();
            for (int i = 0; i < events.size(); i++) {
                int row = events.row(i);
                if (row != HandbookEvents.LABEL) {
                    schedule.await(row);
                }
                engine.onEvent(
                        1,
                        2 + i,
                        events.timeNs(i),
                        events.buffer(i),
                        events.offset(i),
                        events.length(i),
                        result);
                if (row != HandbookEvents.LABEL) {
                    if (result.kind != EventResult.Kind.DECISION) {
                        throw new IllegalStateException(
                                "row " + row + ": " + result.kind + " " + result.rejectCode);
                    }
                    sink.computed(row, result.features);
                    sink.delivered(row);
                } else if (result.kind != EventResult.Kind.ACK) {
                    throw new IllegalStateException(
                            "a label: " + result.kind + " " + result.rejectCode);
                }
            }
        }
    }

    private static void activate(
            ScoringEngine engine, PolicyBundle bundle, long timeNs, EventResult result) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length =
                new ControlEventEncoder()
                        .policyActivation(
                                buffer,
                                0,
                                HandbookEvents.TENANT,
                                "activation",
                                ActivationKind.ACTIVATE,
                                bundle.version(),
                                bundle.hash().toByteArray(),
                                "benchmark");
        engine.onEvent(1, 1, timeNs, buffer, 0, length, result);
        if (result.kind != EventResult.Kind.ACK) {
            throw new IllegalStateException("the activation: " + result.rejectCode);
        }
    }
}
