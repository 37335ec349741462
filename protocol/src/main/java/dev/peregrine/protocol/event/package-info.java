/**
 * Making and checking events. Builders encode well-formed events into a caller's buffer; {@link
 * dev.peregrine.protocol.event.EventValidator} checks the form of bytes that someone else encoded.
 * Both know the same rules.
 */
package dev.peregrine.protocol.event;
