/**
 * The HTTP API's JSON: requests into events, decisions and problems into bodies. Knows nothing of
 * HTTP servers.
 */
package dev.peregrine.gateway.json;
