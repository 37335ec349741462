package dev.peregrine.policy.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a small ONNX file, message by message of onnx.proto: y = x . w + b. */
public final class OnnxFile {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private static final int FLOAT = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxFile() {}

    /** A model with one weight for each input. */
    public static byte[] linear(float bias, float... weights) {
        OnnxFile node =
                message().text(1, "x").text(1, "w").text(1, "b").text(2, "y").text(4, "Gemm");
        OnnxFile graph =
                message()
                        .part(1, node)
                        .text(2, "linear")
                        .part(5, tensor("w", weights, weights.length, 1))
                        .part(5, tensor("b", new float[] {bias}, 1))
                        .part(11, value("x", weights.length))
                        .part(12, value("y", 1));
        return message()
                .number(1, 8)
                .part(8, message().number(2, 13))
                .part(7, graph)
                .out
                .toByteArray();
    }

    private static OnnxFile tensor(String name, float[] values, int... dimensions) {
        OnnxFile tensor = message();
        for (int dimension : dimensions) {
            tensor.number(1, dimension);
        }
        ByteBuffer raw =
                ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    private static OnnxFile value(String name, int columns) {
        OnnxFile shape =
                message().part(1, message().text(2, "rows")).part(1, message().number(1, columns));
        OnnxFile tensor = message().number(1, FLOAT).part(2, shape);
        return message().text(1, name).part(2, message().part(1, tensor));
    }

    private static OnnxFile message() {
        return new OnnxFile();
    }

    private OnnxFile number(int field, long value) {
        varint(((long) field << 3) | VARINT);
        varint(value);
        return this;
    }

    private OnnxFile text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxFile part(int field, OnnxFile message) {
        return bytes(field, message.out.toByteArray());
    }

    private OnnxFile bytes(int field, byte[] value) {
        varint(((long) field << 3) | BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
