package dev.peregrine.gateway.format;

import java.util.List;

/** A message that was read: the requests that it became, and the answer once they are answered. */
public interface FormatRequest {
    /** Requests in the order in which they are to be made. */
    List<FormatEvent> events();

    /** Whether the format has words for a gateway that cannot answer; else it is HTTP's. */
    default boolean tellsFailures() {
        return false;
    }

    /**
     * The peer's answer.
     *
     * @param results of the requests, in their order
     */
    FormatAnswer answer(List<FormatResult> results);
}
