/**
 * Who may speak to a listener, and for whom: API keys, OAuth2 tokens, rates and TLS. Knows of no
 * request and no route.
 */
package dev.peregrine.gateway.security;
