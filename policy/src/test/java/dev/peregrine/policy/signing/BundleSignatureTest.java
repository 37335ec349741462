package dev.peregrine.policy.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleSignatureTest {
    private static final BundleHash HASH = hash(1);

    @TempDir private Path dir;
    private Path keyFile;
    private Path publicFile;

    @BeforeEach
    void makeKey() throws Exception {
        keyFile = dir.resolve("analyst.pem");
        publicFile = dir.resolve("analyst.pem.pub");
        SigningKey.generate(keyFile);
    }

    @Test
    void shouldVerifyWhatATrustedKeySigned() throws Exception {
        SigningKey.read(keyFile).sign(HASH).write(dir);

        String key = TrustedKeys.read(List.of(publicFile)).verify(dir, HASH);

        assertThat(key).matches("[0-9a-f]{64}");
        assertThat(BundleSignature.read(dir).orElseThrow().keyId()).isEqualTo(key);
    }

    @Test
    void shouldRefuseABundleWithoutSignature() throws Exception {
        TrustedKeys keys = TrustedKeys.read(List.of(publicFile));

        assertThatThrownBy(() -> keys.verify(dir, HASH))
                .isInstanceOf(PolicyException.class)
                .hasMessage(dir + ": is not signed: there is no bundle.sig");
    }

    @Test
    void shouldRefuseOtherContent() throws Exception {
        SigningKey.read(keyFile).sign(HASH).write(dir);
        TrustedKeys keys = TrustedKeys.read(List.of(publicFile));

        assertThatThrownBy(() -> keys.verify(dir, hash(2)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("bundle.sig: signs other content")
                .hasMessageContaining(hash(2).hex());
    }

    @Test
    void shouldRefuseAKeyThatIsNotTrusted() throws Exception {
        Path other = dir.resolve("other.pem");
        SigningKey.generate(other);
        SigningKey.read(other).sign(HASH).write(dir);
        TrustedKeys keys = TrustedKeys.read(List.of(publicFile));

        assertThatThrownBy(() -> keys.verify(dir, HASH))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("which is not trusted here");
    }

    @Test
    void shouldRefuseASignatureThatNamesAnotherKeyOrHash() throws Exception {
        Path other = dir.resolve("other.pem");
        SigningKey.generate(other);
        TrustedKeys keys = TrustedKeys.read(List.of(publicFile, dir.resolve("other.pem.pub")));
        String ours = SigningKey.read(keyFile).sign(HASH).keyId();
        String theirs = SigningKey.read(other).sign(HASH).keyId();
        String signature = SigningKey.read(keyFile).sign(HASH).toString();

        Files.writeString(dir.resolve(BundleSignature.FILE), signature.replace(ours, theirs));
        assertThatThrownBy(() -> keys.verify(dir, HASH))
                .hasMessageContaining("is not what key " + theirs + " would sign");

        Files.writeString(
                dir.resolve(BundleSignature.FILE), signature.replace(HASH.hex(), hash(2).hex()));
        assertThatThrownBy(() -> keys.verify(dir, hash(2)))
                .hasMessageContaining("is not what key " + ours + " would sign");
    }

    @Test
    void shouldRefuseWhatIsNoSignature() throws Exception {
        Files.writeString(dir.resolve(BundleSignature.FILE), "signature: none\n");
        TrustedKeys keys = TrustedKeys.read(List.of(publicFile));

        assertThatThrownBy(() -> keys.verify(dir, HASH))
                .hasMessage(dir.resolve(BundleSignature.FILE) + ": is no signature of a bundle");
    }

    @Test
    void shouldKeepThePrivateKeyToItsOwnerAndReplaceNone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> SigningKey.generate(keyFile))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("is there already");
    }

    @Test
    void shouldNameWhatIsNoKey() throws Exception {
        Path text = Files.writeString(dir.resolve("text.pem"), "hello");

        assertThatThrownBy(() -> SigningKey.read(text))
                .hasMessage(text + ": holds no \"-----BEGIN PRIVATE KEY-----\"");
        assertThatThrownBy(() -> TrustedKeys.read(List.of(text, dir.resolve("none.pub"))))
                .hasMessageContaining(text + ": holds no \"-----BEGIN PUBLIC KEY-----\"")
                .hasMessageContaining("none.pub: no such file");
        assertThatThrownBy(() -> TrustedKeys.read(List.of(keyFile)))
                .hasMessageContaining("holds no \"-----BEGIN PUBLIC KEY-----\"");
    }

    private static BundleHash hash(int content) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) content;
        return new BundleHash(bytes);
    }
}
