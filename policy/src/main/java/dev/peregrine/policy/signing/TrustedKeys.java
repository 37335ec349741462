package dev.peregrine.policy.signing;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The public keys whose signatures are taken. Immutable; any thread. */
public final class TrustedKeys {
    private final List<VerifyingKey> keys;

    private TrustedKeys(List<VerifyingKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads public keys from PEM files. Blocks.
     *
     * @throws PolicyException naming each file that is missing or holds no Ed25519 key
     */
    public static TrustedKeys read(List<Path> files) throws PolicyException {
        List<VerifyingKey> keys = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                keys.add(VerifyingKey.read(file));
            } catch (PolicyException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        return new TrustedKeys(keys);
    }

    /**
     * Checks that a trusted key vouches for a bundle. Blocks on the signature's file.
     *
     * @param bundleDir where the bundle and its signature are
     * @param hash content hash of the bundle as it was read
     * @return the key's id
     * @throws PolicyException saying what is wrong with the signature
     */
    public String verify(Path bundleDir, BundleHash hash) throws PolicyException {
        Optional<BundleSignature> found = BundleSignature.read(bundleDir);
        Path file = bundleDir.resolve(BundleSignature.FILE);
        if (found.isEmpty()) {
            throw PemFile.failure(bundleDir, "is not signed: there is no " + BundleSignature.FILE);
        }
        BundleSignature signature = found.get();
        if (!signature.hash().equals(hash)) {
            throw PemFile.failure(
                    file,
                    "signs other content: the bundle was changed after it was signed (its SHA-256 is "
                            + hash
                            + ")");
        }
        VerifyingKey key =
                keys.stream()
                        .filter(k -> k.id().equals(signature.keyId()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        PemFile.failure(
                                                file,
                                                "is by key "
                                                        + signature.keyId()
                                                        + ", which is not trusted here"));
        if (!key.verifies(BundleSignature.signedBytes(hash), signature.bytes())) {
            throw PemFile.failure(file, "is not what key " + signature.keyId() + " would sign");
        }
        return key.id();
    }
}
