package dev.peregrine.gateway.format;

/** Reads the messages of a format that come to one address. Thread-safe. */
public interface Format {
    /** Name in metrics. */
    String name();

    /** Greatest length of a message in bytes. */
    int maxLength();

    /** Whether a media type, in small letters and without parameters, is the format's. */
    boolean takes(String mediaType);

    /** What {@link #takes}, for people. */
    String mediaTypes();

    /**
     * Reads a message.
     *
     * @param body holds it from index 0 on; cleared by the caller afterwards
     * @throws FormatException with the answer, when it becomes no request
     */
    FormatRequest read(byte[] body, int length, FormatCall call) throws FormatException;
}
