/**
 * The Disruptor pipeline that runs the engine: journal beside score, publish after both. The only
 * importer of {@code com.lmax}.
 */
package dev.peregrine.scoring.pipeline;
