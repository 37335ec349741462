package dev.peregrine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Against the published vectors of the 128-bit variant: line n is the hash of the bytes 0 .. n - 1
 * under the key 0 .. 15.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class KeyHasherTest {
    private final KeyHasher hasher = new KeyHasher(counting(16));

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static List<String> vectors() throws IOException {
        try (InputStream in = KeyHasherTest.class.getResourceAsStream("siphash-2-4-128.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }

    private String result() {
        return String.format(
                "%016x%016x", Long.reverseBytes(hasher.low()), Long.reverseBytes(hasher.high()));
    }

    @Test
    void shouldAgreeWithThePublishedVectors() throws IOException {
        List<String> vectors = vectors();

        assertThat(vectors).hasSize(64);
        for (int length = 0; length < vectors.size(); length++) {
            hasher.hash(new UnsafeBuffer(counting(length)), 0, length);
            assertThat(result()).as("length %d", length).isEqualTo(vectors.get(length));
        }
    }

    @Test
    void shouldHashAnyRangeOfAnyKindOfBuffer() throws IOException {
        UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(100));
        direct.putBytes(13, counting(63));
        hasher.hash(direct, 13, 63);
        assertThat(result()).isEqualTo(vectors().get(63));

        UnsafeBuffer slice = new UnsafeBuffer(direct, 13, 40);
        hasher.hash(slice, 0, 37);
        assertThat(result()).isEqualTo(vectors().get(37));
    }

    @Test
    void shouldDependOnEveryByteOfTheSecret() {
        UnsafeBuffer text = new UnsafeBuffer(counting(20));
        hasher.hash(text, 0, 20);
        String before = result();
        for (int i = 0; i < KeyHasher.SECRET_LENGTH; i++) {
            byte[] secret = counting(16);
            secret[i] ^= 1;
            KeyHasher other = new KeyHasher(secret);
            other.hash(text, 0, 20);
            assertThat(String.format("%016x", Long.reverseBytes(other.low())))
                    .isNotEqualTo(before.substring(0, 16));
        }
    }

    @Test
    void shouldRefuseABadSecretAndABadRange() {
        assertThatThrownBy(() -> new KeyHasher(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15 bytes");
        assertThatThrownBy(() -> hasher.hash(new UnsafeBuffer(new byte[8]), 4, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
