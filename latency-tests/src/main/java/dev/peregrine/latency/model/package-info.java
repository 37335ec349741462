/** Models in the hands of the libraries that made them. */
package dev.peregrine.latency.model;
