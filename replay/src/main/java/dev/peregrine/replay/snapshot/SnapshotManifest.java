package dev.peregrine.replay.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.ScoringEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a snapshot says of itself, in JSON in its first block.
 *
 * @param semanticsVersion of the rules of computation under which the state came to be
 * @param sequence of the last event in the state
 * @param epoch of that event
 * @param ingressTimeNs ingress time of that event, epoch nanoseconds
 * @param journalPosition end of that event in the journal
 * @param windowsHash hash of the features' state
 * @param learnerHash hash of the models that learn online; null in one that was written before
 *     there were any
 * @param idsHash hash of the event ids
 * @param takenAt when it was written, ISO 8601
 * @param policies active for each tenant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotManifest(
        int semanticsVersion,
        long sequence,
        long epoch,
        long ingressTimeNs,
        long journalPosition,
        String windowsHash,
        String learnerHash,
        String idsHash,
        String takenAt,
        List<ActivePolicy> policies) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A tenant's policy.
     *
     * @param hash of its bundle, in hexadecimal
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ActivePolicy(int tenantId, String name, int version, String hash) {
        static ActivePolicy of(ScoringEngine engine, int tenantId) {
            PolicyBundle bundle = engine.active(tenantId).orElseThrow().bundle();
            return new ActivePolicy(
                    tenantId, bundle.name(), bundle.version(), bundle.hash().toString());
        }
    }

    byte[] toBytes() {
        try {
            return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static SnapshotManifest of(byte[] json) throws JsonProcessingException {
        return JSON.readValue(new String(json, StandardCharsets.UTF_8), SnapshotManifest.class);
    }
}
