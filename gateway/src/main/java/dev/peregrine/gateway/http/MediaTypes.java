package dev.peregrine.gateway.http;

import java.util.Locale;

/** What a Content-Type header says. */
final class MediaTypes {
    private MediaTypes() {}

    /** Whether a body of this type is JSON in UTF-8; null, a header that is absent, is not. */
    static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals("application/json")) {
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
