package dev.peregrine.ingest;

import java.util.List;

/** The tenants' dictionaries of own attributes. Called on the ingress thread: must not block. */
@FunctionalInterface
public interface AttributeDictionaries {
    /** A tenant's attributes, ids ascending; empty when it has none. */
    List<Attribute> of(int tenantId);
}
