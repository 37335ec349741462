/**
 * The HTTP fraud-decision API: JSON in, JSON out, and in between a client of the engine like any
 * other. {@link dev.peregrine.gateway.Gateway} is what to launch.
 */
package dev.peregrine.gateway;
