package dev.peregrine.policy.signing;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/**
 * A private Ed25519 key (RFC 8032), with which bundles are signed. In a file it is PKCS #8 in PEM,
 * as {@code openssl genpkey -algorithm ed25519} writes it. Immutable; any thread. Blocks on files.
 */
public final class SigningKey {
    static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;
    private final VerifyingKey publicKey;

    private SigningKey(PrivateKey key, VerifyingKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Makes a key pair: {@code FILE}, which only its owner can read, and {@code FILE.pub}.
     *
     * @throws PolicyException when one of the files is there, or cannot be written
     */
    public static void generate(Path file) throws PolicyException {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        if (Files.exists(publicFile)) {
            throw PemFile.failure(publicFile, "is there already");
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            write(
                    file,
                    PemFile.encode(pair.getPrivate().getEncoded(), PemFile.PRIVATE_KEY),
                    "rw-------");
            write(
                    publicFile,
                    PemFile.encode(pair.getPublic().getEncoded(), PemFile.PUBLIC_KEY),
                    "rw-r--r--");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has " + ALGORITHM, e);
        }
    }

    /**
     * Reads a key, and its public part from {@code FILE.pub}.
     *
     * @throws PolicyException when they are missing or no Ed25519 keys that belong together
     */
    public static SigningKey read(Path file) throws PolicyException {
        byte[] encoded = PemFile.read(file, PemFile.PRIVATE_KEY);
        VerifyingKey publicKey =
                VerifyingKey.read(file.resolveSibling(file.getFileName() + ".pub"));
        try {
            PrivateKey key =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            SigningKey signing = new SigningKey(key, publicKey);
            if (!publicKey.verifies(new byte[0], signing.sign(new byte[0]))) {
                throw PemFile.failure(file, "does not belong to " + file.getFileName() + ".pub");
            }
            return signing;
        } catch (GeneralSecurityException e) {
            throw PemFile.failure(file, "is no private " + ALGORITHM + " key");
        }
    }

    /** Signs a bundle. */
    public BundleSignature sign(BundleHash hash) {
        return new BundleSignature(hash, publicKey.id(), sign(BundleSignature.signedBytes(hash)));
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String text, String permissions) throws PolicyException {
        FileAttribute<?> mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        mode)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw PemFile.failure(file, "is there already");
        } catch (IOException e) {
            throw PemFile.failure(file, "cannot be written: " + e.getMessage());
        }
    }
}
