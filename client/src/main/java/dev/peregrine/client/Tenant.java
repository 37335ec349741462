package dev.peregrine.client;

/** A tenant that a session may speak for. */
public record Tenant(int id, String name) {}
