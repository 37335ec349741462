/** The data directory: what a node owns on disk. */
package dev.peregrine.node.data;
