package dev.peregrine.ingest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Knows clients by the SHA-256 of their credential. */
final class ConfiguredClients implements Authenticator {
    private static final class Entry {
        private final byte[] digest;
        private final Principal principal;

        Entry(ClientCredential client) {
            digest = client.digest();
            principal = new Principal(client.name(), client.tenants());
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final MessageDigest sha256;

    ConfiguredClients(List<ClientCredential> clients) {
        for (ClientCredential client : clients) {
            entries.add(new Entry(client));
        }
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Principal authenticate(byte[] credential) {
        byte[] digest = sha256.digest(credential);
        Principal found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(digest, entry.digest)) {
                found = entry.principal;
            }
        }
        return found;
    }

    @Override
    public boolean isOpen() {
        return false;
    }
}
