package dev.peregrine.scoring.engine;

/**
 * Hash of an engine's state, in hexadecimal.
 *
 * @param windows of the features' state, the exchange rates and the lists; does not depend on the
 *     order in which events within the allowed lateness came
 * @param ids of the remembered event ids
 */
public record EngineHash(String windows, String ids) {}
