package dev.peregrine.scoring.rules.compile;

/** Some rules of a bundle as one class. Stateless. */
interface RuleChunk {
    /** Greatest number of rules in a chunk: the bits of a long. */
    int MAX_RULES = Long.SIZE;

    /**
     * Evaluates every rule of the chunk.
     *
     * @param features dense vector; NaN is missing
     * @return bit i is set when rule i of the chunk holds
     */
    long evaluate(RuleInputs inputs, double[] features);
}
