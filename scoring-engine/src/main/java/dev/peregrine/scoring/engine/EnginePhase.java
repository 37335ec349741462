package dev.peregrine.scoring.engine;

/** A part of the engine's work on a transaction, in this order. */
public enum EnginePhase {
    /** Decoding; the event's identity. */
    IDENTITY("identity", "decoding, looking the event's id up"),
    /** Finding the entities' records. */
    ENTITIES("entities", "reading keys, finding each entity's record and touching it"),
    /** Adding the event to the windows, and taking out what has left them. */
    WINDOWS("windows", "adding the event to each entity's windows, remembering its id"),
    /** Reading every feature. */
    FEATURES("features", "evaluating every feature"),
    /** Models. */
    MODELS("models", "evaluating the models"),
    /** Rules. */
    RULES("rules", "evaluating the rules"),
    /** Score, action and reasons, encoded. */
    DECISION("decision", "score, action, reasons, encoding");

    private final String label;
    private final String includes;

    EnginePhase(String label, String includes) {
        this.label = label;
        this.includes = includes;
    }

    /** Name in metrics and reports. */
    public String label() {
        return label;
    }

    /** What the phase covers, for people. */
    public String includes() {
        return includes;
    }
}
