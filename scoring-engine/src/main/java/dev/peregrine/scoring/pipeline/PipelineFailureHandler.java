package dev.peregrine.scoring.pipeline;

/** Told when a stage fails. Nothing more is acknowledged from then on; the node has to stop. */
@FunctionalInterface
public interface PipelineFailureHandler {
    /**
     * A stage has failed; called once, on the stage's thread.
     *
     * @param stage name of the stage
     */
    void onFailure(String stage, Throwable failure);
}
