package dev.peregrine.scoring.engine;

/**
 * Hash of an engine's state, in hexadecimal.
 *
 * @param windows of the features' state and the exchange rates; does not depend on the order in
 *     which events within the allowed lateness came
 * @param ids of the remembered event ids
 */
public record EngineHash(String windows, String ids) {}
