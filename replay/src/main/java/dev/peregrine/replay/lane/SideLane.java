package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.LogTail;
import dev.peregrine.replay.journal.SettledEvents;
import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.rules.RuleLists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows journal and decision records behind the engine: scores challengers and shadow models,
 * explains what was not approved, and counts. Reads what is durable only, so it can neither delay
 * nor change a decision. A lane that falls behind by more than a bound drops decisions until it has
 * caught up with half of it; they are counted. Windows and lists of challengers do not suffer: only
 * the scoring is left out.
 *
 * <p>Challengers' models that learn online do so here, from the decisions that they are asked about
 * and from labels. What they have learned is saved now and then, and at the end; after a kill the
 * lane runs what came since then once more, for them alone.
 *
 * <p>One thread, which {@link #poll} and {@link #commit} belong to; {@link #report} and the
 * counters are for any. Blocks on the disk.
 */
public final class SideLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SideLane.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 256;

    private final ArchiveLog journal;
    private final ArchiveLog records;
    private final LaneStore store;
    private final LanePolicies policies;
    private final LaneLearning learning;
    private final Supplier<ScoringEngine> engines;
    private final ShadowModels models;
    private final long maxLag;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final TransactionView original = new TransactionView();
    private final LaneDecision decision = new LaneDecision();
    private final Map<LaneStore.Key, byte[]> pending = new HashMap<>();
    private final Map<Integer, ArrayNode> reports = new ConcurrentHashMap<>();
    private final AtomicLong decisions = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong explained = new AtomicLong();
    private final AtomicLong reached = new AtomicLong();
    private final Pace pace;
    private LaneSummary summary = new LaneSummary();
    private SettledEvents events;
    private SideEngine side;
    private boolean dropping;

    /**
     * @param store where the lane keeps what it finds
     * @param policies the bundles that decided
     * @param engines new engines in memory, over the journal, whose policies are those of {@link
     *     #sidePolicies}
     * @param models what runs beside the challengers; closed with the lane
     * @param maxLag events by which the lane may be behind before it drops
     * @param share how much of a core the lane may use; more than 0, at most 1
     */
    public SideLane(
            ArchiveLog journal,
            ArchiveLog records,
            LaneStore store,
            PolicySource policies,
            Supplier<ScoringEngine> engines,
            List<ShadowModel> models,
            long maxLag,
            double share) {
        this.journal = journal;
        this.records = records;
        this.store = store;
        this.policies = new LanePolicies(policies);
        learning = new LaneLearning(store.learned(), this.policies);
        this.engines = engines;
        this.models = new ShadowModels(models);
        this.maxLag = maxLag;
        pace = new Pace(share, () -> false, Long.MAX_VALUE);
    }

    /** What engines of the lane run in place of the policies of the journal. */
    public static PolicySource sidePolicies(PolicySource stored) {
        return (word0, word1, word2, word3) ->
                LanePolicy.ofSideEngine(stored.find(word0, word1, word2, word3));
    }

    /**
     * Goes to where the lane last stopped. A lane that has never run begins at the journal's end,
     * and so does one that knows of events which the journal has lost: what it counted of them is
     * forgotten.
     *
     * @param lastSequence of the journal
     */
    public void begin(long lastSequence) {
        closeReaders();
        pending.clear();
        summary = store.summary().map(SideLane::read).orElseGet(LaneSummary::new);
        boolean isNew = store.summary().isEmpty();
        if (summary.sequence() > lastSequence) {
            LOG.warn("the side lane begins anew: it has counted events that the journal has lost");
            store.clear();
            summary = new LaneSummary();
            isNew = true;
        }
        if (isNew) {
            summary.sequence(lastSequence);
        }
        learning.begin(summary.sequence(), lastSequence, isNew);
        long sequence = Math.min(learning.sequence(), summary.sequence());
        events = new SettledEvents(journal, records);
        events.seekBehind(sequence);
        side = new SideEngine(journal, engines);
        reached.set(sequence);
        commit();
    }

    /**
     * Looks at what has come, up to a batch.
     *
     * @param settledSequence up to which the records of all events are durable
     * @param stop asked during long work; true gives up
     * @return events looked at
     */
    public int poll(long settledSequence, BooleanSupplier stop) {
        int count = 0;
        pace.resume();
        while (count < BATCH && !stop.getAsBoolean() && events.next(settledSequence)) {
            LogTail event = events.event();
            long lag = settledSequence - event.sequence();
            dropping = lag > (dropping ? maxLag / 2 : maxLag);
            onEvent(event, stop);
            summary.sequence(Math.max(summary.sequence(), event.sequence()));
            learning.passed(event.sequence());
            reached.lazySet(event.sequence());
            count++;
            pace.step();
        }
        return count;
    }

    /** Records that wait for {@link #commit}. */
    public int pending() {
        return pending.size();
    }

    /** Writes what was found since the last time. */
    public void commit() {
        ObjectNode json = summary.write();
        store.write(pending, json.toString().getBytes(StandardCharsets.UTF_8));
        pending.clear();
        json.path("tenants")
                .fieldNames()
                .forEachRemaining(
                        tenant -> {
                            int id = Integer.parseInt(tenant);
                            ArrayNode report = summary.report(id);
                            policies.tell(id, report);
                            reports.put(id, report);
                        });
        learning.saveIfDue(summary.sequence());
    }

    /** Saves what challengers have learned, at the end; after {@link #commit}. */
    public void save() {
        learning.save();
    }

    /** A tenant's policies and challengers as of the last commit, as JSON. Any thread. */
    public String report(int tenantId) {
        ArrayNode policiesOf = reports.get(tenantId);
        ObjectNode json = JSON.createObjectNode();
        json.set("policies", policiesOf == null ? JSON.createArrayNode() : policiesOf);
        return json.toString();
    }

    /** Tenants that have a report. Any thread. */
    public List<Integer> tenants() {
        return reports.keySet().stream().sorted().toList();
    }

    /** Decisions looked at since the start. Any thread. */
    public long decisions() {
        return decisions.get();
    }

    /** Decisions dropped since the start. Any thread. */
    public long dropped() {
        return dropped.get();
    }

    /** Decisions explained since the start. Any thread. */
    public long explained() {
        return explained.get();
    }

    /** Sequence of the last event looked at. Any thread. */
    public long reached() {
        return reached.get();
    }

    @Override
    public void close() {
        closeReaders();
        models.close();
    }

    private void closeReaders() {
        if (events != null) {
            events.close();
            side.close();
            events = null;
        }
        policies.close();
    }

    private static LaneSummary read(byte[] json) {
        try {
            return LaneSummary.read(JSON.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onEvent(LogTail event, BooleanSupplier stop) {
        if (side.isRunning()) {
            side.onEvent(event);
        }
        int template = header.wrap(event.buffer(), event.offset()).templateId();
        if (isLearned(event) && ScoringEngine.isAboutPayments(template)) {
            policies.mature(event.ingressTimeNs());
        }
        if (template == TransactionDecoder.TEMPLATE_ID) {
            onTransaction(event, stop);
        } else if (template == LabelDecoder.TEMPLATE_ID && !events.hasRecord()) {
            onLabel(event);
        } else if (template == ExchangeRateDecoder.TEMPLATE_ID
                && !events.hasRecord()
                && isCounted(event)) {
            summary.amounts().onExchangeRate(event.buffer(), event.offset());
        }
    }

    /** Whether the event was not there when the lane last stopped. */
    private boolean isCounted(LogTail event) {
        return event.sequence() > summary.sequence();
    }

    /** Whether challengers have not learned from the event before. */
    private boolean isLearned(LogTail event) {
        return event.sequence() > learning.sequence();
    }

    private void onTransaction(LogTail event, BooleanSupplier stop) {
        if (!events.hasRecord()) {
            return;
        }
        LogTail record = events.record();
        header.wrap(record.buffer(), record.offset());
        if (header.templateId() != DecisionRecordDecoder.TEMPLATE_ID) {
            return;
        }
        decision.wrap(event.buffer(), event.offset(), record.buffer(), record.offset());
        LanePolicy policy = policies.of(decision.tenantId(), decision.policyHash());
        decision.policy(policy.bundle());
        boolean counted = isCounted(event);
        if ((policy.isIdle() && models.isEmpty()) || (!counted && !policy.learns())) {
            return;
        }
        if (policy.needsSideEngine() && !side.isRunning()) {
            side.start(event.sequence(), pace, stop);
            if (stop.getAsBoolean()) {
                return;
            }
            side.onEvent(event);
        }
        if (!counted) {
            policy.contenders().forEach(contender -> decide(contender, true));
        } else if (dropping) {
            drop(policy);
        } else {
            score(policy, isLearned(event));
        }
    }

    /**
     * Asks a challenger.
     *
     * @param learns whether its models learn from the payment
     * @return false when what it needs besides the record is not known
     */
    private boolean decide(Contender contender, boolean learns) {
        boolean sideKnows = side.isRunning() && side.hasDecision();
        if (contender.needsSideEngine() && !sideKnows) {
            return false;
        }
        RuleLists lists = sideKnows ? side.lists(decision.tenantId()) : RuleLists.EMPTY;
        contender.decide(decision, side.features(), lists);
        if (learns) {
            LanePolicies.await(contender, decision);
        }
        return true;
    }

    private void drop(LanePolicy policy) {
        dropped.incrementAndGet();
        summary.addDropped();
        for (Contender contender : policy.contenders()) {
            summary.of(decision.tenantId(), policy.bundle(), contender.challenger()).notScored(1);
        }
    }

    private void score(LanePolicy policy, boolean learns) {
        decisions.incrementAndGet();
        Map<String, Double> shadowScores = models.scores(decision);
        if (policy.isIdle() && shadowScores.isEmpty()) {
            return;
        }
        int tenantId = decision.tenantId();
        LaneRecord record =
                LaneRecord.of(
                        decision, summary.amounts().of(decision.transaction(), policy.bundle()));
        policy.champion()
                .ifPresent(
                        model -> {
                            double margin = policy.margin(decision);
                            record.model(model.id(), margin, policy.score(margin));
                        });
        if (decision.action() != Action.APPROVE && policy.explainer().isPresent()) {
            explained.incrementAndGet();
            record.explanation(
                    policy.explainer()
                            .get()
                            .explain(
                                    decision.transaction(),
                                    decision.features(),
                                    decision.isStale(policy.bundle().features().latenessNs())));
        }
        for (Contender contender : policy.contenders()) {
            if (decide(contender, learns)) {
                record.challenger(contender.challenger().name(), contender.policy());
            } else {
                summary.of(tenantId, policy.bundle(), contender.challenger()).notScored(1);
            }
        }
        shadowScores.forEach(record::shadowScore);
        count(tenantId, record, KnownOutcome.UNKNOWN, 1);
        pending.put(new LaneStore.Key(tenantId, eventId(decision.transaction())), bytes(record));
    }

    /** The tables are those of challengers that the policy has, made when they are first needed. */
    private void count(int tenantId, LaneRecord record, KnownOutcome outcome, int times) {
        Map<String, Judgement> judgements = record.judgements();
        if (judgements.isEmpty()) {
            return;
        }
        Map<String, Disagreements> tables = summary.of(tenantId, record.policyHash());
        if (tables.isEmpty() && times > 0) {
            LanePolicy policy = policies.of(decision.tenantId(), decision.policyHash());
            for (Contender contender : policy.contenders()) {
                summary.of(tenantId, policy.bundle(), contender.challenger());
            }
            tables = summary.of(tenantId, record.policyHash());
        }
        for (Map.Entry<String, Judgement> entry : judgements.entrySet()) {
            Disagreements table = tables.get(entry.getKey());
            if (table != null) {
                table.add(entry.getValue(), outcome, times);
            }
        }
    }

    private void onLabel(LogTail event) {
        label.wrapAndApplyHeader(event.buffer(), event.offset(), header);
        KnownOutcome outcome =
                switch (label.kind()) {
                    case FRAUD, CHARGEBACK -> KnownOutcome.FRAUD;
                    case LEGITIMATE -> KnownOutcome.GOOD;
                    default -> KnownOutcome.UNKNOWN;
                };
        label.skipEventId();
        label.skipSource();
        original.wrap(event.buffer(), label.limit() + LabelDecoder.originalHeaderLength());
        int tenantId = label.tenantId();
        if (isLearned(event)) {
            policies.label(tenantId, original.eventKey(), outcome, label.labelTimeNs());
        }
        if (!isCounted(event)) {
            return;
        }
        models.onLabel(tenantId, original, outcome);
        LaneStore.Key key = new LaneStore.Key(tenantId, eventId(original));
        Optional<LaneRecord> found = find(key);
        if (found.isEmpty() || found.get().isSuperseded(label.labelTimeNs())) {
            return;
        }
        LaneRecord record = found.get();
        KnownOutcome before = record.outcome();
        record.label(outcome, label.labelTimeNs());
        if (before != outcome && !summary.of(tenantId, record.policyHash()).isEmpty()) {
            count(tenantId, record, before, -1);
            count(tenantId, record, outcome, 1);
        }
        pending.put(key, bytes(record));
    }

    private Optional<LaneRecord> find(LaneStore.Key key) {
        byte[] waiting = pending.get(key);
        return (waiting == null ? store.find(key) : Optional.of(waiting))
                .map(
                        bytes -> {
                            try {
                                return new LaneRecord((ObjectNode) JSON.readTree(bytes));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private static byte[] bytes(LaneRecord record) {
        return record.json().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String eventId(TransactionView payment) {
        byte[] id = new byte[payment.eventIdLength()];
        payment.buffer().getBytes(payment.eventIdOffset(), id);
        return new String(id, StandardCharsets.UTF_8);
    }
}
