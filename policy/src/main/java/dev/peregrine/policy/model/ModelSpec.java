package dev.peregrine.policy.model;

import java.util.List;
import java.util.Optional;

/**
 * A model of a bundle. Equal when made of the same files.
 *
 * @param id name in rules, as in {@code model.ID.margin}
 * @param format format of its file
 * @param fileBytes length of its file
 * @param digest SHA-256 of its files, in hexadecimal digits
 * @param model the model
 * @param inputs where its inputs come from, in the model's order
 * @param calibration map from its margin to a score; a champion has one
 * @param reasons what is told of its inputs' contributions; empty: nothing
 */
public record ModelSpec(
        String id,
        ModelFormat format,
        int fileBytes,
        String digest,
        Model model,
        List<ModelInput> inputs,
        Optional<Calibration> calibration,
        List<ModelReason> reasons) {
    public ModelSpec {
        inputs = List.copyOf(inputs);
        reasons = List.copyOf(reasons);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelSpec spec && id.equals(spec.id) && digest.equals(spec.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }
}
