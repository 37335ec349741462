package dev.peregrine.gateway.security;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A listener's certificate and key, and whose certificates it takes from callers: PEM files.
 *
 * @param certificate the listener's own, with those between it and the authority behind it
 * @param key PKCS 8, without a passphrase
 * @param clientAuthority certificates of the authorities for callers; empty: callers show none
 * @param clientCertificateRequired whether a caller without a certificate is turned away
 */
public record TlsFiles(
        Path certificate,
        Path key,
        Optional<Path> clientAuthority,
        boolean clientCertificateRequired) {
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "Ed25519");
    private static final byte[] PROBE = {1, 2, 3};

    /** All the files, in the order in which {@link #options} takes their contents. */
    public List<Path> paths() {
        List<Path> paths = new ArrayList<>(List.of(certificate, key));
        clientAuthority.ifPresent(paths::add);
        return paths;
    }

    /**
     * What a server is told. Looks whether the key is the certificate's: of two files that are
     * replaced one after the other, the first alone is of no use.
     *
     * @throws AccessException when the files are none of these, or do not belong together
     */
    public ServerSSLOptions options(Vertx vertx, List<byte[]> contents) {
        PemKeyCertOptions own =
                new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(contents.get(0)))
                        .addKeyValue(Buffer.buffer(contents.get(1)));
        checkPair(vertx, own);
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(own)
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(
                        new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")));
        if (clientAuthority.isPresent()) {
            PemTrustOptions callers =
                    new PemTrustOptions().addCertValue(Buffer.buffer(contents.get(2)));
            checkAuthorities(vertx, callers);
            options.setTrustOptions(callers)
                    .setClientAuth(
                            clientCertificateRequired ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
        }
        return options;
    }

    private void checkPair(Vertx vertx, PemKeyCertOptions own) {
        X509KeyManager manager = null;
        try {
            for (KeyManager candidate : own.getKeyManagerFactory(vertx).getKeyManagers()) {
                if (candidate instanceof X509KeyManager x509) {
                    manager = x509;
                }
            }
        } catch (Exception e) {
            throw new AccessException(
                    certificate
                            + " and "
                            + key
                            + ": are not a certificate and an unencrypted private key in PEM"
                            + " (PKCS 8)",
                    e);
        }
        String alias = alias(manager);
        X509Certificate first = manager.getCertificateChain(alias)[0];
        if (!isPair(manager.getPrivateKey(alias), first.getPublicKey())) {
            throw new AccessException(key + ": is not the key of " + certificate);
        }
        try {
            first.checkValidity();
        } catch (CertificateException e) {
            throw new AccessException(certificate + ": is not valid now: " + e.getMessage(), e);
        }
    }

    private String alias(X509KeyManager manager) {
        for (String type : KEY_TYPES) {
            String[] aliases = manager.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                return aliases[0];
            }
        }
        throw new AccessException(key + ": is neither an RSA, nor an EC, nor an Ed25519 key");
    }

    private static boolean isPair(PrivateKey mine, PublicKey theirs) {
        String algorithm =
                switch (mine.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(mine);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(theirs);
            verifier.update(PROBE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void checkAuthorities(Vertx vertx, PemTrustOptions callers) {
        try {
            callers.getTrustManagerFactory(vertx);
        } catch (Exception e) {
            throw new AccessException(
                    clientAuthority.orElseThrow() + ": holds no certificates in PEM", e);
        }
    }
}
