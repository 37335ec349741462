package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.AttributeSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.signing.TrustedKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a policy must be, beside valid, to become active. */
final class PolicyChecks {
    private final Optional<TrustedKeys> keys;

    /**
     * @param keys whose signatures are taken; empty where none is asked for
     */
    PolicyChecks(Optional<TrustedKeys> keys) {
        this.keys = keys;
    }

    /**
     * Checks as a configuration wants them.
     *
     * @throws UserException naming each file that holds no key
     */
    static PolicyChecks of(NodeConfig.Policies config) {
        if (config.allowUnsigned()) {
            return new PolicyChecks(Optional.empty());
        }
        try {
            return new PolicyChecks(
                    Optional.of(TrustedKeys.read(config.trustedKeys().orElse(List.of()))));
        } catch (PolicyException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        }
    }

    /**
     * The bundle is signed by somebody who is trusted.
     *
     * @param stored where the bundle is kept
     * @param asked where it came from, for the message
     */
    void signed(PolicyBundle bundle, Path stored, String asked) {
        if (keys.isEmpty()) {
            return;
        }
        try {
            keys.get().verify(stored, bundle.hash());
        } catch (PolicyException e) {
            throw new PolicyRefusedException(e.getMessage().replace(stored.toString(), asked), e);
        }
    }

    /** The version is greater than any that was active. */
    static void newer(PolicyBundle bundle, int greatestVersion) {
        if (bundle.version() <= greatestVersion) {
            throw new PolicyRefusedException(
                    bundle.name()
                            + ": version "
                            + bundle.version()
                            + " is not above "
                            + greatestVersion
                            + ", which was active; raise 'version' in policy.yaml, or go back to what"
                            + " was active with policy rollback");
        }
    }

    /** No attribute's id has another meaning than in the policy before. */
    static void appendsAttributes(PolicyBundle bundle, List<AttributeSpec> before) {
        for (AttributeSpec old : before) {
            for (AttributeSpec now : bundle.attributes()) {
                boolean sameId = now.id() == old.id();
                boolean sameName = now.name().equals(old.name());
                if (sameId != sameName || (sameId && now.type() != old.type())) {
                    throw new PolicyRefusedException(
                            bundle.name()
                                    + ": attributes.yaml: attribute '"
                                    + now.name()
                                    + "' of id "
                                    + now.id()
                                    + " and type "
                                    + now.type()
                                    + " was '"
                                    + old.name()
                                    + "' of id "
                                    + old.id()
                                    + " and type "
                                    + old.type()
                                    + "; ids are only added");
                }
            }
        }
    }
}
