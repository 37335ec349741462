package dev.peregrine.policy.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.peregrine.policy.yaml.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes a model that learns online as the JSON that a bundle holds, so that it goes on from what
 * another has learned.
 */
public final class OnlineWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final double[] weights;
    private int next;

    private OnlineWriter(double[] weights) {
        this.weights = weights;
    }

    /**
     * The model, to start with what was learned.
     *
     * @param learned of as many coordinates as {@link OnlineModel#initialWeights} gives
     * @return JSON in UTF-8
     */
    public static byte[] write(OnlineModel model, LearnedState learned) {
        if (learned.size() != model.initialWeights().length) {
            throw new IllegalArgumentException(
                    learned.size() + " weights for " + model.initialWeights().length);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new OnlineWriter(learned.weights(model.learning())).write(model, learned, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(OnlineModel model, LearnedState learned, JsonGenerator json)
            throws IOException {
        LearningSpec spec = model.learning();
        json.writeStartObject();
        json.writeNumberField("version", OnlineReader.VERSION);
        json.writeNumberField("alpha", spec.alpha());
        json.writeNumberField("beta", spec.beta());
        json.writeNumberField("l1", spec.l1());
        json.writeNumberField("l2", spec.l2());
        json.writeStringField("horizon", DurationText.format(spec.horizonNs()));
        json.writeNumberField("capacity", spec.capacity());
        json.writeNumberField("negatives", spec.negatives());
        json.writeNumberField("fraud_weight", spec.fraudWeight());
        json.writeNumberField("intercept", weights[next++]);
        json.writeArrayFieldStart("terms");
        for (OnlineModel.Term term : model.terms()) {
            json.writeStartObject();
            json.writeStringField("input", model.inputs().get(term.input()));
            if (term instanceof OnlineModel.Numeric numeric) {
                write(numeric, json);
            } else {
                write((OnlineModel.Binned) term, json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("learned");
        write("z", learned.z(), json);
        write("n", learned.n(), json);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(String name, List<Double> values, JsonGenerator json)
            throws IOException {
        json.writeFieldName(name);
        json.writeArray(
                values.stream().mapToDouble(Double::doubleValue).toArray(), 0, values.size());
    }

    private void write(OnlineModel.Numeric term, JsonGenerator json) throws IOException {
        json.writeStringField("transform", term.log() ? "log" : "none");
        if (Double.isFinite(term.min())) {
            json.writeNumberField("min", term.min());
        }
        json.writeNumberField("mean", term.mean());
        json.writeNumberField("scale", term.scale());
        json.writeNumberField("weight", weights[next++]);
    }

    private void write(OnlineModel.Binned term, JsonGenerator json) throws IOException {
        double[] bounds = term.bounds();
        json.writeFieldName("bins");
        json.writeArray(bounds, 0, bounds.length);
        json.writeFieldName("weights");
        json.writeArray(weights, next, term.weights().size());
        next += term.weights().size();
    }
}
