package dev.peregrine.policy;

import java.util.Locale;

/** What a list is for, told to people: what is done about it, the rules that look in it say. */
public enum ListPurpose {
    /** What is on it is trusted. */
    ALLOW,
    /** What is on it is refused. */
    BLOCK,
    /** Anything else. */
    CUSTOM;

    /** Name in {@code lists.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
