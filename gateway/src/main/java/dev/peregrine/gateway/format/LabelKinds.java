package dev.peregrine.gateway.format;

import dev.peregrine.gateway.mapping.MappedFields;

/** Labels that are none: codes that a table turns into {@code none} tell nothing of fraud. */
final class LabelKinds {
    private static final String NONE = "none";
    private static final String KIND = "kind";

    private LabelKinds() {}

    /** Whether a label says anything. */
    static boolean tells(MappedFields label) {
        return label.get(KIND) != null && !NONE.equals(label.get(KIND));
    }
}
