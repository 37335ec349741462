package dev.peregrine.replay.lane;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * <p>One thread, which {@link #poll} and {@link #commit} belong to; {@link #report} and the
 * counters are for any. Blocks on the disk.
 */
public final class SideLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SideLane.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 256;
    private static final int MAX_POLICIES = 16;

    private final ArchiveLog journal;
    private final ArchiveLog records;
    private final LaneStore store;
    private final PolicySource policies;
    private final Supplier<ScoringEngine> engines;
    private final List<ShadowModel> models;
    private final long maxLag;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final TransactionView original = new TransactionView();
    private final LaneDecision decision = new LaneDecision();
    private final Map<BundleHash, LanePolicy> compiled = new LinkedHashMap<>();
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
        this.policies = policies;
        this.engines = engines;
        this.models = new ArrayList<>(models);
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
        events = new SettledEvents(journal, records);
        events.seekBehind(summary.sequence());
        side = new SideEngine(journal, engines);
        reached.set(summary.sequence());
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
            summary.sequence(event.sequence());
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
                            reports.put(id, summary.report(id));
                        });
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
        models.forEach(ShadowModel::close);
    }

    private void closeReaders() {
        if (events != null) {
            events.close();
            side.close();
            events = null;
        }
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
        if (template == TransactionDecoder.TEMPLATE_ID) {
            onTransaction(event, stop);
        } else if (template == LabelDecoder.TEMPLATE_ID && !events.hasRecord()) {
            onLabel(event);
        } else if (template == ExchangeRateDecoder.TEMPLATE_ID && !events.hasRecord()) {
            summary.amounts().onExchangeRate(event.buffer(), event.offset());
        }
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
        LanePolicy policy = policy();
        decision.policy(policy.bundle());
        if (policy.isIdle() && models.isEmpty()) {
            return;
        }
        if (policy.needsSideEngine() && !side.isRunning()) {
            side.start(event.sequence(), pace, stop);
            if (stop.getAsBoolean()) {
                return;
            }
            side.onEvent(event);
        }
        if (dropping) {
            drop(policy);
        } else {
            score(policy);
        }
    }

    private LanePolicy policy() {
        PolicyBundle bundle =
                policies.find(
                        decision.policyHash().word0(),
                        decision.policyHash().word1(),
                        decision.policyHash().word2(),
                        decision.policyHash().word3());
        LanePolicy known = compiled.get(bundle.hash());
        if (known != null) {
            return known;
        }
        if (compiled.size() == MAX_POLICIES) {
            compiled.clear();
        }
        LanePolicy made = new LanePolicy(bundle);
        compiled.put(bundle.hash(), made);
        return made;
    }

    private void drop(LanePolicy policy) {
        dropped.incrementAndGet();
        summary.addDropped();
        for (Contender contender : policy.contenders()) {
            summary.of(decision.tenantId(), policy.bundle(), contender.challenger()).notScored(1);
        }
    }

    private void score(LanePolicy policy) {
        decisions.incrementAndGet();
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
        boolean sideKnows = side.isRunning() && side.hasDecision();
        RuleLists lists = sideKnows ? side.lists(tenantId) : RuleLists.EMPTY;
        for (Contender contender : policy.contenders()) {
            if (contender.needsSideEngine() && !sideKnows) {
                summary.of(tenantId, policy.bundle(), contender.challenger()).notScored(1);
                continue;
            }
            contender.decide(decision, side.features(), lists);
            record.challenger(contender.challenger().name(), contender.policy());
        }
        shadowScores(record);
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
            LanePolicy policy = policy();
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

    private void shadowScores(LaneRecord record) {
        for (ShadowModel model : List.copyOf(models)) {
            try {
                double score = model.score(decision);
                if (!Double.isNaN(score)) {
                    record.shadowScore(model.name(), score);
                }
            } catch (RuntimeException e) {
                switchOff(model, e);
            }
        }
    }

    private void switchOff(ShadowModel model, RuntimeException e) {
        LOG.error("shadow model {} failed and is switched off", model.name(), e);
        models.remove(model);
        model.close();
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
        for (ShadowModel model : List.copyOf(models)) {
            try {
                model.onLabel(tenantId, original, outcome);
            } catch (RuntimeException e) {
                switchOff(model, e);
            }
        }
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
