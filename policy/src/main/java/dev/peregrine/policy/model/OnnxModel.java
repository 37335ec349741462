package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX model, run by ONNX Runtime in single precision: one input tensor of a row, whose columns
 * are the inputs {@code f0}, {@code f1}, ...; the margin is the last output of floats, the second
 * column of it where there are two, as of classifiers' probabilities. Allocates and calls native
 * code for each row: for the side lane only.
 */
public final class OnnxModel implements Model {
    private final OnnxRunner runner;
    private final List<String> inputs = new ArrayList<>();

    private OnnxModel(OnnxRunner runner) {
        this.runner = runner;
        for (int i = 0; i < runner.columns(); i++) {
            inputs.add("f" + i);
        }
    }

    static OnnxModel read(byte[] content) throws ModelFormatException {
        try {
            return new OnnxModel(new OnnxRunner(content));
        } catch (NoClassDefFoundError | UnsatisfiedLinkError e) {
            throw new ModelFormatException(
                    1,
                    1,
                    "ONNX Runtime is not on the class path, or has no library for this machine");
        }
    }

    @Override
    public List<String> inputs() {
        return List.copyOf(inputs);
    }

    @Override
    public boolean isCategorical(int input) {
        return false;
    }

    @Override
    public int marginCount() {
        return 1;
    }

    @Override
    public Link link() {
        return new Link(Link.Kind.NONE);
    }

    @Override
    public void margins(double[] row, double[] margins) {
        margins[0] = runner.run(row);
    }
}
