/**
 * ISO 8583 over TCP: messages of 1987 and 1993, in ASCII or in binary with BCD, become events of
 * the engine, and its decisions become responses. Card numbers turn into tokens while the message
 * is read; track data, PIN blocks and chip data are overwritten.
 */
package dev.peregrine.gateway.iso8583;
