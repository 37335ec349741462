/**
 * How transactions arrive and decisions leave: sessions over Aeron, admission, answers. {@link
 * dev.peregrine.ingest.IngestAgent} owns the ingress thread; {@link
 * dev.peregrine.ingest.DecisionPublisher} is called by the pipeline's publish thread.
 */
package dev.peregrine.ingest;
