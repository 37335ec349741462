/** The node's configuration: keys, defaults, where values come from, and what is refused. */
package dev.peregrine.node.config;
