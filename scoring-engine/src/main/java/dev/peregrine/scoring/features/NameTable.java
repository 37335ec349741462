package dev.peregrine.scoring.features;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Names of numbers as texts in one buffer, so that they can be compared without a string. */
final class NameTable {
    private final DirectBuffer[] names;

    /**
     * @param size numbers from 0 to size - 1
     * @param name name of a number, ASCII; null for none
     */
    NameTable(int size, IntFunction<String> name) {
        names = new DirectBuffer[size];
        for (int i = 0; i < size; i++) {
            String text = name.apply(i);
            names[i] =
                    text == null
                            ? null
                            : new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Loads a number's name; false when it has none. */
    boolean load(int number, ValueRegister register) {
        if (number >= names.length || names[number] == null) {
            return false;
        }
        return register.loadText(names[number], 0, names[number].capacity());
    }
}
