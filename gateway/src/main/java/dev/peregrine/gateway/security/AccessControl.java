package dev.peregrine.gateway.security;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells who makes a request by its credentials. What the configuration names is read at the start,
 * and again when it changes. Any thread; {@link #authenticate} does not block.
 */
public final class AccessControl implements AutoCloseable {
    private static final String BEARER = "bearer ";

    private final Optional<ApiKeys> keys;
    private final Optional<TokenVerifier> tokens;
    private final FileWatch files;
    private Optional<RemoteKeys> remote = Optional.empty();

    private AccessControl(AccessContext context, FileWatch files) {
        this.files = files;
        keys = context.keysFile().map(ignored -> new ApiKeys(context.keyListener()));
        tokens = context.jwt().map(TokenVerifier::new);
        context.keysFile().ifPresent(this::watchKeys);
        context.jwt().ifPresent(this::watchTokenKeys);
    }

    /**
     * Reads what there is to read.
     *
     * @param files takes the files on; started and closed by the caller
     * @throws AccessException when a file cannot be used
     */
    public static AccessControl open(AccessContext context, FileWatch files) {
        return new AccessControl(context, files);
    }

    private void watchKeys(Path file) {
        files.add(
                List.of(file),
                contents ->
                        keys.orElseThrow()
                                .replace(
                                        KeyFile.parse(
                                                file.toString(),
                                                new String(
                                                        contents.get(0), StandardCharsets.UTF_8))));
    }

    private void watchTokenKeys(JwtContext jwt) {
        TokenVerifier verifier = tokens.orElseThrow();
        if (jwt.isRemote()) {
            RemoteKeys fetching =
                    new RemoteKeys(URI.create(jwt.keys()), json -> verifier.keys(jwt.keys(), json));
            remote = Optional.of(fetching);
            fetching.start();
        } else {
            files.add(
                    List.of(Path.of(jwt.keys())),
                    contents -> verifier.keys(jwt.keys(), contents.get(0)));
        }
    }

    /** Whether nobody is asked who he is. */
    public boolean isOpen() {
        return keys.isEmpty() && tokens.isEmpty();
    }

    /**
     * Who makes a request.
     *
     * @param authorization values of that header
     * @param apiKey values of {@code X-Api-Key}
     */
    public Verdict authenticate(List<String> authorization, List<String> apiKey) {
        if (isOpen()) {
            return Verdict.of(Principal.ANYONE);
        }
        int given = authorization.size() + apiKey.size();
        if (given == 0) {
            return Verdict.of(Denial.MISSING);
        }
        if (given > 1) {
            return Verdict.of(Denial.MALFORMED);
        }
        if (!apiKey.isEmpty()) {
            return key(apiKey.get(0).strip());
        }
        String value = authorization.get(0);
        if (!value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Verdict.of(Denial.MALFORMED);
        }
        String credential = value.substring(BEARER.length()).strip();
        return credential.startsWith(KeySecret.PREFIX)
                ? key(credential)
                : tokens.map(t -> t.authenticate(credential)).orElse(Verdict.of(Denial.UNKNOWN));
    }

    private Verdict key(String text) {
        return keys.map(k -> k.authenticate(text)).orElse(Verdict.of(Denial.UNKNOWN));
    }

    @Override
    public void close() {
        remote.ifPresent(RemoteKeys::close);
    }
}
