package dev.peregrine.policy.signing;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signature over a bundle's content hash, kept beside the bundle's files as {@value #FILE}. It is
 * no part of the content. Immutable.
 */
public final class BundleSignature {
    /** Name of the file in the bundle's directory. */
    public static final String FILE = "bundle.sig";

    private static final String CONTEXT = "peregrine policy bundle 1:";
    private static final Pattern FORMAT =
            Pattern.compile(
                    "peregrine-bundle-signature: 1\\R"
                            + "bundle-sha256: ([0-9a-f]{64})\\R"
                            + "key-sha256: ([0-9a-f]{64})\\R"
                            + "signature: ([A-Za-z0-9+/]{86}==)\\R?");
    private static final int MAX_BYTES = 1024;

    private final BundleHash hash;
    private final String keyId;
    private final byte[] bytes;

    BundleSignature(BundleHash hash, String keyId, byte[] bytes) {
        this.hash = hash;
        this.keyId = keyId;
        this.bytes = bytes.clone();
    }

    /**
     * What is signed for a bundle: a context, so that it is good for nothing else, and the hash.
     */
    static byte[] signedBytes(BundleHash hash) {
        return (CONTEXT + hash.hex()).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the signature of a bundle's directory. Blocks.
     *
     * @return empty when there is none
     * @throws PolicyException when it is no signature
     */
    public static Optional<BundleSignature> read(Path bundleDir) throws PolicyException {
        Path file = bundleDir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Matcher text =
                    FORMAT.matcher(
                            Files.size(file) > MAX_BYTES
                                    ? ""
                                    : Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!text.matches()) {
                throw failure(file, "is no signature of a bundle");
            }
            return Optional.of(
                    new BundleSignature(
                            new BundleHash(HexFormat.of().parseHex(text.group(1))),
                            text.group(2),
                            Base64.getDecoder().decode(text.group(3))));
        } catch (IOException e) {
            throw failure(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Writes the signature into a bundle's directory, over one that is there. Blocks. */
    public void write(Path bundleDir) throws PolicyException {
        Path file = bundleDir.resolve(FILE);
        try {
            Files.writeString(file, toString(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw failure(file, "cannot be written: " + e.getMessage());
        }
    }

    /** The bundle that is vouched for. */
    public BundleHash hash() {
        return hash;
    }

    /** SHA-256 of the public key that it is to be checked with, 64 hexadecimal digits. */
    public String keyId() {
        return keyId;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The file's content. */
    @Override
    public String toString() {
        return "peregrine-bundle-signature: 1\nbundle-sha256: "
                + hash.hex()
                + "\nkey-sha256: "
                + keyId
                + "\nsignature: "
                + Base64.getEncoder().encodeToString(bytes)
                + "\n";
    }

    private static PolicyException failure(Path file, String what) {
        return new PolicyException(List.of(file + ": " + what));
    }
}
