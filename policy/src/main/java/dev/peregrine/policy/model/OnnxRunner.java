package dev.peregrine.policy.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;

/** A session of ONNX Runtime with one model; threads of its own are off. Any thread. */
final class OnnxRunner {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final String output;
    private final int columns;

    OnnxRunner(byte[] content) throws ModelFormatException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(content, options);
            Map<String, NodeInfo> inputs = session.getInputInfo();
            if (inputs.size() != 1) {
                throw wrong("has " + inputs.size() + " inputs, not one tensor of a row");
            }
            input = inputs.keySet().iterator().next();
            columns = columns(inputs.get(input));
            output = output(session.getOutputInfo());
        } catch (OrtException e) {
            throw wrong("cannot be loaded: " + e.getMessage());
        }
    }

    private static ModelFormatException wrong(String message) {
        return new ModelFormatException(1, 1, "ONNX: " + message);
    }

    private static int columns(NodeInfo info) throws ModelFormatException {
        if (info.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && tensor.getShape().length == 2
                && tensor.getShape()[1] > 0
                && tensor.getShape()[1] <= ModelLimits.MAX_INPUTS) {
            return (int) tensor.getShape()[1];
        }
        throw wrong(
                "its input must be floats of shape [rows, 1 .. " + ModelLimits.MAX_INPUTS + "]");
    }

    private static String output(Map<String, NodeInfo> outputs) throws ModelFormatException {
        String last = null;
        for (Map.Entry<String, NodeInfo> entry : outputs.entrySet()) {
            if (entry.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT) {
                last = entry.getKey();
            }
        }
        if (last == null) {
            throw wrong("has no output of floats (of scikit-learn: convert with zipmap off)");
        }
        return last;
    }

    int columns() {
        return columns;
    }

    /**
     * Runs the model on a row; NaN where the model gives neither one number nor two.
     *
     * @throws IllegalStateException when the model fails
     */
    double run(double[] row) {
        FloatBuffer values = FloatBuffer.allocate(columns);
        for (int i = 0; i < columns; i++) {
            values.put(i, (float) row[i]);
        }
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, values, new long[] {1, columns});
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer found = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            int count = found.remaining();
            return count == 1 || count == 2 ? found.get(count - 1) : Double.NaN;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX model: " + e.getMessage(), e);
        }
    }
}
