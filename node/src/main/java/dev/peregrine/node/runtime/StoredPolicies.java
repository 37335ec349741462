package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.BundleStore;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bundles of a data directory. What is about to be activated is stored and compiled first, so
 * that the engine finds it in memory; what the journal names is loaded during recovery.
 */
public final class StoredPolicies implements PolicySource {
    private final BundleStore store;
    private final Map<BundleHash, PolicyBundle> loaded = new ConcurrentHashMap<>();

    /**
     * @param bundles directory of the content-addressed store
     */
    public StoredPolicies(Path bundles) {
        store = new BundleStore(bundles);
    }

    /**
     * Keeps a copy of a bundle and makes it ready for activation.
     *
     * @throws UserException when the bundle is not valid, naming each problem
     */
    public PolicyBundle store(Path bundleDirectory) {
        try {
            BundleHash hash = store.store(bundleDirectory);
            PolicyBundle bundle = load(hash, bundleDirectory);
            loaded.put(hash, bundle);
            CompiledRules.of(bundle);
            return bundle;
        } catch (PolicyException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.FAILURE, bundleDirectory + ": cannot be stored: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a bundle, and keeps nothing of it.
     *
     * @throws UserException when the bundle is not valid, naming each problem
     */
    PolicyBundle read(Path bundleDirectory) {
        try {
            return PolicyLoader.load(bundleDirectory);
        } catch (PolicyException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        }
    }

    /** Tells mistakes where they are to be mended. */
    private PolicyBundle load(BundleHash hash, Path origin) throws PolicyException {
        try {
            return store.load(hash);
        } catch (PolicyException e) {
            throw new PolicyException(
                    e.problems().stream()
                            .map(p -> p.replace(path(hash).toString(), origin.toString()))
                            .toList());
        }
    }

    /** Where a bundle of a hash is kept. */
    Path path(BundleHash hash) {
        return store.path(hash);
    }

    /**
     * Makes a stored bundle ready for activation, as it is on the disk, from where a replay will
     * have it.
     *
     * @throws UserException when there is none, or it is damaged
     */
    PolicyBundle reload(BundleHash hash) {
        loaded.remove(hash);
        PolicyBundle bundle = find(hash.word(0), hash.word(1), hash.word(2), hash.word(3));
        CompiledRules.of(bundle);
        return bundle;
    }

    @Override
    public PolicyBundle find(long word0, long word1, long word2, long word3) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * Long.BYTES)
                        .putLong(word0)
                        .putLong(word1)
                        .putLong(word2)
                        .putLong(word3);
        BundleHash hash = new BundleHash(bytes.array());
        PolicyBundle known = loaded.get(hash);
        if (known != null) {
            return known;
        }
        try {
            PolicyBundle bundle = store.load(hash);
            loaded.put(hash, bundle);
            return bundle;
        } catch (PolicyException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        }
    }
}
