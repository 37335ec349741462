/**
 * Feature state in Chronicle Map: one map for each entity type holds its records in pages; an index
 * of our own leads from an entity's key to the record's address. {@link
 * dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory} is the way in.
 */
package dev.peregrine.state.chronicle;
