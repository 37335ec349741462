package dev.peregrine.ingest;

/** Tells who opens a session. Called on the ingress thread: must not block. */
public interface Authenticator {
    /**
     * Checks a credential.
     *
     * @return null when the credential proves nothing
     */
    Principal authenticate(byte[] credential);

    /** Whether anyone is let in. Allowed only where every channel stays on this machine. */
    boolean isOpen();
}
