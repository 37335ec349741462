package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.backtest.metrics.Outcome;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal of decisions, repeats, labels, list changes and refusals, run again as a backtest. */
@Timeout(120)
class JournalBacktestTest {
    private static final int EVENTS = 5_000;

    private final EngineScript script = new EngineScript(8, EVENTS);
    private final SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private final SimulatedLog records = SimulatedLog.durableAtOnce("records");
    @TempDir private Path directory;

    @BeforeEach
    void run() {
        journal.startAppending();
        records.startAppending();
        script.run(script.newEngine(), journal, records, 0, EVENTS, EVENTS);
    }

    @Test
    void shouldDecideAsTheNodeDidUnderTheSamePolicy() throws Exception {
        BacktestResult result = backtest(script.policy());
        List<String> recorded = recorded();
        List<String> decisions = lines("decisions.csv");
        List<String> features = lines("features.csv");
        assertThat(recorded).hasSizeGreaterThan(3_000);
        assertThat(decisions).hasSameSizeAs(recorded);
        for (int i = 0; i < recorded.size(); i++) {
            String[] decision = decisions.get(i).split(",", -1);
            String feature = features.get(i);
            assertThat(decision[0] + "," + decision[2] + "," + decision[3])
                    .isEqualTo(recorded.get(i).split(" ", -1)[0]);
            assertThat(feature.substring(feature.indexOf(',') + 1, feature.lastIndexOf(',')))
                    .isEqualTo(recorded.get(i).split(" ", -1)[1]);
        }
        assertThat(result.tally().decided()).isEqualTo(recorded.size());
    }

    @Test
    void shouldKnowWhatBecameOfPayments() throws Exception {
        BacktestResult result = backtest(script.policy());
        Set<String> labelled = labelled();
        Set<String> frauds = new HashSet<>();
        for (String line : lines("decisions.csv")) {
            if (line.endsWith(",1")) {
                frauds.add(line.substring(0, line.indexOf(',')));
            }
        }
        assertThat(frauds).isNotEmpty().isEqualTo(intersection(labelled, decided()));
        assertThat(result.last().metrics().actions().count(Outcome.FRAUD)).isEqualTo(frauds.size());
    }

    @Test
    void shouldRunAnotherPolicyOverTheSameEvents() throws Exception {
        BacktestResult result = backtest(script.widerPolicy());
        assertThat(result.tally().decided()).isEqualTo(recorded().size());
        assertThat(Files.readAllLines(directory.resolve("out/features.csv")).get(0))
                .contains("card_sum_2d");
        assertThat(result.tally().events()).isGreaterThan(400);
    }

    private BacktestResult backtest(PolicyBundle policy) throws Exception {
        try (BacktestEngine engine =
                new BacktestEngine(policy, ChronicleFeatureStoreFactory.inMemory(), 1 << 14)) {
            BacktestResult result =
                    Backtest.run(
                            new BacktestContext()
                                    .input(directory)
                                    .journal(new JournalSource(directory, journal, records, 1))
                                    .outputDirectory(directory.resolve("out"))
                                    .candidate(policy, engine)
                                    .emit(EnumSet.allOf(Emission.class)));
            assertThat(result.error()).isNull();
            assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
            return result;
        }
    }

    private List<String> lines(String name) throws Exception {
        List<String> lines = Files.readAllLines(directory.resolve("out").resolve(name));
        return lines.subList(1, lines.size());
    }

    /** Id, action and score, a space, then the features as a CSV file has them. */
    private List<String> recorded() {
        List<String> lines = new ArrayList<>();
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        DecisionRecordDecoder decoder = new DecisionRecordDecoder();
        DecisionBodyDecoder body = new DecisionBodyDecoder();
        records.read(
                0,
                (end, epoch, sequence, time, message, offset, length) -> {
                    if (header.wrap(message, offset).templateId()
                            != DecisionRecordDecoder.TEMPLATE_ID) {
                        return true;
                    }
                    decoder.wrapAndApplyHeader(message, offset, header);
                    UnsafeBuffer features = new UnsafeBuffer();
                    decoder.wrapFeatures(features);
                    String values = values(features);
                    decoder.skipRulesFired();
                    decoder.skipShadowFired();
                    UnsafeBuffer bodyBuffer = new UnsafeBuffer();
                    decoder.wrapBody(bodyBuffer);
                    body.wrapAndApplyHeader(bodyBuffer, 0, header);
                    String decision = "," + body.action() + "," + body.score();
                    body.reasons();
                    lines.add(body.eventId() + decision + " " + values);
                    return true;
                });
        return lines;
    }

    private static String values(DirectBuffer features) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < features.capacity(); i += Double.BYTES) {
            double value = features.getDouble(i, ByteOrder.LITTLE_ENDIAN);
            boolean whole = i == 0;
            values.add(
                    Double.isNaN(value)
                            ? ""
                            : whole ? String.valueOf((long) value) : String.valueOf(value));
        }
        return String.join(",", values);
    }

    private Set<String> decided() {
        Set<String> ids = new HashSet<>();
        recorded().forEach(line -> ids.add(line.substring(0, line.indexOf(','))));
        return ids;
    }

    private Set<String> labelled() {
        Set<String> ids = new HashSet<>();
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        LabelDecoder label = new LabelDecoder();
        TransactionDecoder payment = new TransactionDecoder();
        journal.read(
                0,
                (end, epoch, sequence, time, message, offset, length) -> {
                    if (header.wrap(message, offset).templateId() == LabelDecoder.TEMPLATE_ID) {
                        label.wrapAndApplyHeader(message, offset, header);
                        label.skipEventId();
                        label.skipSource();
                        UnsafeBuffer original = new UnsafeBuffer();
                        label.wrapOriginal(original);
                        payment.wrapAndApplyHeader(original, 0, header);
                        payment.attributes();
                        ids.add(payment.eventId());
                    }
                    return true;
                });
        return ids;
    }

    private static Set<String> intersection(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        return both;
    }
}
