package dev.peregrine.replay.backtest;

import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.scoring.engine.PolicySource;

/** A node's snapshot, with whose state a backtest of its journal begins. */
public final class SnapshotStart {
    private final SnapshotFile file;
    private final int tenantId;
    private final byte[] keySecret;
    private final PolicySource policies;
    private final double share;

    /**
     * Does not read the file.
     *
     * @param tenantId whose state is taken; that of others is left
     * @param keySecret the node's, with which the snapshot's keys are hashed
     * @param policies those that were active then
     * @param share how much of one core loading it may use; more than 0, at most 1
     */
    public SnapshotStart(
            SnapshotFile file,
            int tenantId,
            byte[] keySecret,
            PolicySource policies,
            double share) {
        this.file = file;
        this.tenantId = tenantId;
        this.keySecret = keySecret.clone();
        this.policies = policies;
        this.share = share;
    }

    SnapshotFile file() {
        return file;
    }

    int tenantId() {
        return tenantId;
    }

    byte[] keySecret() {
        return keySecret.clone();
    }

    PolicySource policies() {
        return policies;
    }

    double share() {
        return share;
    }
}
