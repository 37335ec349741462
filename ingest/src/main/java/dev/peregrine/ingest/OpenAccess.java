package dev.peregrine.ingest;

import java.util.Set;

/** Lets anyone in, for every tenant. For one machine only. */
final class OpenAccess implements Authenticator {
    private final Principal anyone;

    OpenAccess(Set<Integer> tenants) {
        anyone = new Principal("anyone", tenants);
    }

    @Override
    public Principal authenticate(byte[] credential) {
        return anyone;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
