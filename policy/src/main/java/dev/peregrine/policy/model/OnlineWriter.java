package dev.peregrine.policy.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.peregrine.policy.yaml.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes a model that learns online as the JSON that a bundle holds, so that it starts with what
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
     * The model with other weights at the start.
     *
     * @param weights by coordinate, as many as {@link OnlineModel#initialWeights} gives
     * @return JSON in UTF-8
     */
    public static byte[] write(OnlineModel model, double[] weights) {
        if (weights.length != model.initialWeights().length) {
            throw new IllegalArgumentException(
                    weights.length + " weights for " + model.initialWeights().length);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new OnlineWriter(weights).write(model, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(OnlineModel model, JsonGenerator json) throws IOException {
        LearningSpec spec = model.learning();
        json.writeStartObject();
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
        json.writeEndObject();
    }

    private void write(OnlineModel.Numeric term, JsonGenerator json) throws IOException {
        json.writeStringField("transform", term.log() ? "log" : "none");
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
