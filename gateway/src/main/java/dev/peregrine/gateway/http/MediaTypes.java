package dev.peregrine.gateway.http;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What a Content-Type header says. */
final class MediaTypes {
    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> BATCH =
            Set.of(
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/json_lines",
                    "application/json");

    private MediaTypes() {}

    /** Whether a body of this type is JSON in UTF-8; null, a header that is absent, is not. */
    static boolean isJson(String contentType) {
        return isOneOf(contentType, JSON);
    }

    /** Whether it is several JSON objects in UTF-8: a line each, or in an array. */
    static boolean isBatch(String contentType) {
        return isOneOf(contentType, BATCH);
    }

    private static boolean isOneOf(String contentType, Set<String> types) {
        return fits(contentType, types::contains);
    }

    /**
     * Whether a body is of one of some types, in UTF-8 where its type says what it is in.
     *
     * @param types whether a type in small letters, without parameters, is one of them
     */
    static boolean fits(String contentType, Predicate<String> types) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!types.test(parts[0].strip())) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
