package dev.peregrine.gateway.http;

import dev.peregrine.gateway.security.ApiKey;
import dev.peregrine.gateway.security.KeyFile;
import dev.peregrine.gateway.security.KeySecret;
import dev.peregrine.gateway.security.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A file of keys, and their secrets. */
final class TestKeys {
    final Path file;
    private final List<ApiKey> keys = new ArrayList<>();

    TestKeys(Path directory) {
        file = directory.resolve("keys.yaml");
    }

    /** Makes a key without a limit; gives its text. */
    String add(Set<Integer> tenants, Scope... scopes) throws IOException {
        return add(tenants, null, 0, 0, scopes);
    }

    String add(Set<Integer> tenants, Instant expires, int rate, int burst, Scope... scopes)
            throws IOException {
        String text = KeySecret.generate(new SecureRandom());
        keys.add(
                new ApiKey(
                        KeySecret.id(text),
                        "test",
                        KeySecret.sha256(text),
                        tenants,
                        Set.of(scopes),
                        Instant.EPOCH,
                        expires,
                        false,
                        rate,
                        burst));
        write();
        return text;
    }

    void revoke(String text) throws IOException {
        change(text, ApiKey::revoke);
    }

    private void change(String text, UnaryOperator<ApiKey> change) throws IOException {
        keys.replaceAll(key -> key.id().equals(KeySecret.id(text)) ? change.apply(key) : key);
        write();
    }

    private void write() throws IOException {
        Path next = file.resolveSibling("keys.next");
        Files.writeString(next, KeyFile.format(keys));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
