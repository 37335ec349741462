package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BitVectorTest {
    private static final int SIZE = 200;

    @Test
    void shouldAgreeWithABitSet() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 1000; round++) {
            BitVector bits = new BitVector();
            BitSet expected = new BitSet();
            bits.reset(SIZE);
            for (int i = 0; i < 5; i++) {
                int first = random.nextInt(SIZE);
                int length = Math.min(SIZE - first, random.nextInt(65));
                long mask = random.nextLong();
                mask = length == 64 ? mask : mask & ((1L << length) - 1);
                bits.setAll(first, mask);
                for (int bit = 0; bit < length; bit++) {
                    expected.set(first + bit, expected.get(first + bit) || (mask >>> bit & 1) != 0);
                }
            }

            for (int i = 0; i <= SIZE; i++) {
                assertThat(bits.get(i)).isEqualTo(expected.get(i));
                assertThat(bits.next(i)).isEqualTo(expected.nextSetBit(i));
            }
        }
    }

    @Test
    void shouldReadWhatItHasWritten() {
        SplittableRandom random = new SplittableRandom(4);
        BitVector read = new BitVector();
        byte[] bytes = new byte[100];
        for (int size : new int[] {0, 1, 7, 8, 63, 64, 65, 500, 9}) {
            BitVector written = new BitVector();
            written.reset(size);
            for (int bit = 0; bit < size; bit++) {
                if (random.nextBoolean()) {
                    written.set(bit);
                }
            }
            written.copyTo(bytes, 3);
            read.copyFrom(size, bytes, 3);
            assertThat(read.size()).isEqualTo(size);
            for (int bit = 0; bit < size; bit++) {
                assertThat(read.get(bit)).isEqualTo(written.get(bit));
            }
        }
    }
}
