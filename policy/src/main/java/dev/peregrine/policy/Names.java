package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Forms of names in a bundle. */
final class Names {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private Names() {}

    /** A name that expressions can use. */
    static Optional<String> identifier(YamlValue value, String what) {
        return name(value, what, IDENTIFIER, "a letter, then letters, digits or _");
    }

    /** A name that only people and records use. */
    static Optional<String> id(YamlValue value, String what) {
        return name(value, what, ID, "a letter, then letters, digits, _ or -");
    }

    /** True when the text can be a name in expressions. */
    static boolean isIdentifier(String text) {
        return text.length() <= BundleLimits.MAX_NAME_LENGTH && IDENTIFIER.matcher(text).matches();
    }

    private static Optional<String> name(
            YamlValue value, String what, Pattern pattern, String form) {
        Optional<String> text = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            value.problem(what + " '" + text.get() + "' is no name: it must be " + form);
            return Optional.empty();
        }
        return text;
    }

    /** Constants by their external names, in order. */
    static <E> Map<String, E> byName(E[] constants, Function<E, String> externalName) {
        Map<String, E> names = new LinkedHashMap<>();
        Arrays.stream(constants).forEach(e -> names.put(externalName.apply(e), e));
        return names;
    }
}
