/** The Java client over Aeron. */
package dev.peregrine.client;
