package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import java.util.Optional;

/**
 * Code and sentence of a reason, as rules and models give them.
 *
 * @param code reason code
 * @param text plain sentence
 */
record ReasonText(String code, String text) {
    static Optional<ReasonText> read(YamlMapping reason) {
        var code = reason.require("code").flatMap(v -> Names.id(v, "reason code"));
        var text = reason.require("text").flatMap(v -> v.text(BundleLimits.MAX_TEXT_LENGTH));
        return code.isEmpty() || text.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReasonText(code.get(), text.get()));
    }
}
