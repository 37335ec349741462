/** The HTTP server: routes, exchanges, limits, metrics. The only importer of Vert.x. */
package dev.peregrine.gateway.http;
