package dev.peregrine.gateway.mapping;

import java.util.List;

/** A table that cannot be used; the message has every mistake and its place, a line each. */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
