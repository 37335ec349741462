package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;

/** The inputs of a model that names them where it uses them, in order of first use. */
final class InputNames {
    private final List<String> names = new ArrayList<>();
    private final JsonCursor json;

    InputNames(JsonCursor json) {
        this.json = json;
    }

    /** Index of the input whose name is the current value. */
    int next() throws ModelFormatException {
        String name = json.text();
        int index = names.indexOf(name);
        if (index < 0) {
            if (names.size() == ModelLimits.MAX_INPUTS) {
                throw json.wrong("more than " + ModelLimits.MAX_INPUTS + " inputs");
            }
            index = names.size();
            names.add(name);
        }
        return index;
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }
}
