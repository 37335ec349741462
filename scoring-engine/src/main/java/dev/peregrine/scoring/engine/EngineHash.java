package dev.peregrine.scoring.engine;

/**
 * Hash of an engine's state, in hexadecimal.
 *
 * @param windows of the features' state, the exchange rates and the lists; does not depend on the
 *     order in which events within the allowed lateness came
 * @param learner of the models that learn online: their weights, and the payments that they wait
 *     for
 * @param ids of the remembered event ids
 */
public record EngineHash(String windows, String learner, String ids) {}
