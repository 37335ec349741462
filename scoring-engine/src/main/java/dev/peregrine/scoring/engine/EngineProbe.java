package dev.peregrine.scoring.engine;

/**
 * Watches the phases of the engine's work from outside: the engine itself reads no clock. Called on
 * the engine's thread for every transaction; must not allocate, and changes nothing.
 */
public interface EngineProbe {
    /** Watches nothing. */
    EngineProbe NONE =
            new EngineProbe() {
                @Override
                public void begin(long sequence) {}

                @Override
                public void end(EnginePhase phase) {}
            };

    /** A transaction's first phase begins. */
    void begin(long sequence);

    /** A phase is over, and the next one begins. Not called for what comes after a refusal. */
    void end(EnginePhase phase);
}
