package dev.peregrine.policy.model;

import java.util.Locale;

/** Format of a model's file. */
public enum ModelFormat {
    /** LightGBM's text model. */
    LIGHTGBM,
    /** XGBoost's JSON. */
    XGBOOST,
    /** A logistic regression in JSON. */
    LOGISTIC,
    /** A scorecard in JSON. */
    SCORECARD,
    /** A logistic regression that goes on learning, in JSON. */
    ONLINE,
    /** PMML: a scorecard, a regression tree or a sum of these. */
    PMML,
    /** ONNX, for the side lane only. */
    ONNX;

    /** Name in a bundle. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a model's file.
     *
     * @param content at most {@link ModelLimits#MAX_FILE_BYTES}
     * @throws ModelFormatException with the place of the first mistake
     */
    public Model read(byte[] content) throws ModelFormatException {
        return switch (this) {
            case LIGHTGBM -> LightGbmReader.read(content);
            case XGBOOST -> XgBoostReader.read(content);
            case LOGISTIC -> LogisticReader.read(content);
            case SCORECARD -> ScorecardReader.read(content);
            case ONLINE -> OnlineReader.read(content);
            case PMML -> PmmlReader.read(content);
            case ONNX -> OnnxModel.read(content);
        };
    }
}
