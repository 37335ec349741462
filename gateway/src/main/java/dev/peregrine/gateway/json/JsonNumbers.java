package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;

/** Numbers that JSON may not have as they are. */
final class JsonNumbers {
    private static final double EXACT = 1L << 53;

    private JsonNumbers() {}

    /** Whole numbers without a fraction; what is not a number, or infinite, as null. */
    static void write(double value, JsonGenerator json) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(new BigDecimal(Double.toString(value)));
        }
    }
}
