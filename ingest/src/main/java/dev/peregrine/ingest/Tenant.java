package dev.peregrine.ingest;

/** A tenant that the node serves. */
public record Tenant(int id, String name) {}
