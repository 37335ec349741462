/** A gateway that is asked for more than its engine can do. */
package dev.peregrine.latency.overload;
