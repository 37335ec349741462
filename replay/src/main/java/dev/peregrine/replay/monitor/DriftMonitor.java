package dev.peregrine.replay.monitor;

import dev.peregrine.replay.lane.KnownOutcome;
import dev.peregrine.replay.lane.LaneDecision;
import dev.peregrine.replay.lane.ShadowModel;
import dev.peregrine.scoring.features.TransactionView;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches, for each tenant, the scores of all decisions and the scores that known frauds had got,
 * by {@link Adwin}. A change of at least so many points is told to a listener. A fraud counts once,
 * at its first fraud label, if its payment is among the latest remembered. It gives no score
 * itself.
 *
 * <p>The lane's thread. What it has seen lasts as long as the process.
 */
public final class DriftMonitor implements ShadowModel {
    private static final double POINTS = 999;
    private static final long TENANT_FACTOR = 0x9E3779B97F4A7C15L;

    private final double delta;
    private final double leastPoints;
    private final DriftListener listener;
    private final RecentScores recent;
    private final Map<Integer, Map<Drift.Stream, Adwin>> windows = new HashMap<>();
    private long ingressTimeNs;

    /**
     * @param delta of {@link Adwin}
     * @param leastPoints changes of fewer points are not told
     * @param remembered payments whose scores are remembered until their labels come
     */
    public DriftMonitor(double delta, double leastPoints, int remembered, DriftListener listener) {
        this.delta = delta;
        this.leastPoints = leastPoints;
        this.listener = listener;
        recent = new RecentScores(remembered);
    }

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public double score(LaneDecision decision) {
        ingressTimeNs = decision.ingressTimeNs();
        onScore(
                decision.tenantId(),
                key(decision.tenantId(), decision.transaction()),
                decision.score());
        return Double.NaN;
    }

    @Override
    public void onLabel(int tenantId, TransactionView original, KnownOutcome outcome) {
        if (outcome == KnownOutcome.FRAUD) {
            onFraud(tenantId, key(tenantId, original));
        }
    }

    private static long key(int tenantId, TransactionView payment) {
        return payment.eventKey() ^ tenantId * TENANT_FACTOR;
    }

    /** A payment was decided. */
    void onScore(int tenantId, long key, int score) {
        recent.put(key, score);
        add(tenantId, Drift.Stream.SCORES, score);
    }

    /** A payment is known to be fraud. */
    void onFraud(int tenantId, long key) {
        int score = recent.take(key);
        if (score != RecentScores.UNKNOWN) {
            add(tenantId, Drift.Stream.FRAUD_SCORES, score);
        }
    }

    private void add(int tenantId, Drift.Stream stream, int score) {
        Adwin window =
                windows.computeIfAbsent(tenantId, id -> new EnumMap<>(Drift.Stream.class))
                        .computeIfAbsent(stream, s -> new Adwin(delta));
        if (window.add(score / POINTS)) {
            double before = POINTS * window.olderMean();
            double after = POINTS * window.newerMean();
            if (Math.abs(after - before) >= leastPoints) {
                listener.onDrift(
                        new Drift(
                                tenantId,
                                stream,
                                before,
                                after,
                                window.newerSize(),
                                ingressTimeNs));
            }
        }
    }
}
