/** The engine alone, without transport, journal or threads, and its parts, some of them by JMH. */
package dev.peregrine.latency.engine;
