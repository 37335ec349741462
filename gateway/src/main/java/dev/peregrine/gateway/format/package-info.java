/**
 * Messages of foreign formats over HTTP: what they become, and how their peers are answered. Knows
 * nothing of HTTP's server; its classes read bytes and write bytes, and may be used by any thread.
 */
package dev.peregrine.gateway.format;
