package dev.peregrine.policy;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 of a bundle's content: for each file in order of its relative path, path and bytes with
 * their lengths.
 */
public final class BundleHash {
    private final byte[] bytes;

    public BundleHash(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException(
                    "a SHA-256 digest has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** The digest's bytes 8i .. 8i + 7 as a big-endian number, as the schema has them. */
    public long word(int i) {
        long word = 0;
        for (int b = 0; b < 8; b++) {
            word = (word << 8) | (bytes[8 * i + b] & 0xFF);
        }
        return word;
    }

    /** True when the digest's words are these. */
    public boolean hasWords(long word0, long word1, long word2, long word3) {
        return word(0) == word0 && word(1) == word1 && word(2) == word2 && word(3) == word3;
    }

    /** The digest's 32 bytes, a copy. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The digest as 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BundleHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
