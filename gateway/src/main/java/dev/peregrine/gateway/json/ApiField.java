package dev.peregrine.gateway.json;

/** A member of a request's object. */
interface ApiField {
    /** Name in JSON. */
    String externalName();

    /** What a text in it may hold. */
    TextRule textRule();
}
