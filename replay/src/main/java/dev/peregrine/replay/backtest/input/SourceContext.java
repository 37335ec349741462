package dev.peregrine.replay.backtest.input;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;

/**
 * How the rows of files become transactions.
 *
 * @param cardField by which cards are told apart in measures; null for none
 * @param keepRaw whether rows are kept as they lie in the file, for a quarantine
 */
public record SourceContext(
        CsvMapping mapping, int tenantId, KeyField cardField, boolean keepRaw) {}
