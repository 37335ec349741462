package dev.peregrine.gateway.security;

import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.SourceText;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlReader;
import dev.peregrine.policy.yaml.YamlValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The file of keys: YAML that {@code ./peregrine keys} writes and an operator can read. */
public final class KeyFile {
    /** Longest name of a key. */
    public static final int MAX_NAME = 64;

    private static final int MAX_KEYS = 10_000;
    private static final int MAX_TENANT = 65_534;
    private static final int MAX_TIME = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1," + MAX_NAME + "}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> ROOT = Set.of("keys");
    private static final Set<String> FIELDS =
            new LinkedHashSet<>(
                    Arrays.asList(
                            "id", "name", "sha256", "tenants", "scopes", "created", "expires",
                            "revoked", "rate", "burst"));
    private static final String HEADER =
            """
            # Who may use the API, and for what. Made by ./peregrine keys, and read again by a running node when it changes.
            # Holds no secret: of each key the SHA-256 of its text.
            """;

    private final Problems problems = new Problems();
    private final List<ApiKey> keys = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private KeyFile() {}

    /** Whether a key may be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Reads a file's text.
     *
     * @param name of the file, in messages
     * @throws AccessException with every mistake and its place
     */
    public static List<ApiKey> parse(String name, String text) {
        KeyFile file = new KeyFile();
        YamlReader.read(new SourceText(name, 0, text), text, file.problems)
                .flatMap(root -> root.mapping(ROOT))
                .flatMap(root -> root.named("the file").require("keys"))
                .flatMap(list -> list.list("a key", MAX_KEYS))
                .orElse(List.of())
                .forEach(file::read);
        if (!file.problems.isEmpty()) {
            throw new AccessException(file.problems.messages());
        }
        return file.keys;
    }

    /** Writes a file's text. */
    public static String format(Collection<ApiKey> keys) {
        StringBuilder text = new StringBuilder(HEADER);
        text.append(keys.isEmpty() ? "keys: []\n" : "keys:\n");
        for (ApiKey key : keys) {
            text.append("  - id: \"").append(key.id()).append("\"\n");
            line(text, "name", "\"" + key.name() + "\"");
            line(text, "sha256", "\"" + key.sha256() + "\"");
            line(text, "tenants", key.tenants().toString());
            line(
                    text,
                    "scopes",
                    key.scopes().stream().map(Scope::externalName).toList().toString());
            line(text, "created", "\"" + key.created() + "\"");
            if (key.expires() != null) {
                line(text, "expires", "\"" + key.expires() + "\"");
            }
            line(text, "revoked", Boolean.toString(key.revoked()));
            if (key.rate() > 0) {
                line(text, "rate", Integer.toString(key.rate()));
                line(text, "burst", Integer.toString(key.burst()));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("    ").append(name).append(": ").append(value).append('\n');
    }

    private void read(YamlValue value) {
        int before = problems.size();
        Optional<YamlMapping> mapping = value.mapping(FIELDS);
        if (mapping.isEmpty()) {
            return;
        }
        YamlMapping key = mapping.get().named("the key");
        String id = text(key, "id");
        if (!id.isEmpty() && !KeySecret.isId(id)) {
            key.problemAt("id", "'id' must be 12 of a to z and 2 to 7");
        } else if (!id.isEmpty() && !ids.add(id)) {
            key.problemAt("id", "'id' is another key's");
        }
        String name = text(key, "name");
        if (!name.isEmpty() && !isName(name)) {
            key.problemAt("name", "'name' must be 1 to 64 letters, digits, '.', '-' and '_'");
        }
        String sha256 = text(key, "sha256");
        if (!sha256.isEmpty() && !SHA_256.matcher(sha256).matches()) {
            key.problemAt("sha256", "'sha256' must be 64 hexadecimal digits in lower case");
        }
        Set<Integer> tenants = tenants(key);
        Set<Scope> scopes = scopes(key);
        Instant created = time(key, "created", true);
        Instant expires = time(key, "expires", false);
        boolean revoked = key.find("revoked").flatMap(YamlValue::bool).orElse(false);
        int rate = key.find("rate").flatMap(v -> v.integer(0, RateLimiter.MAX_RATE)).orElse(0);
        int burst = key.find("burst").flatMap(v -> v.integer(1, RateLimiter.MAX_RATE)).orElse(rate);
        if (problems.size() == before) {
            keys.add(
                    new ApiKey(
                            id, name, sha256, tenants, scopes, created, expires, revoked, rate,
                            burst));
        }
    }

    private static String text(YamlMapping key, String name) {
        return key.require(name).flatMap(YamlValue::scalar).orElse("");
    }

    private static Set<Integer> tenants(YamlMapping key) {
        Set<Integer> tenants = new TreeSet<>();
        key.require("tenants")
                .flatMap(v -> v.list("a tenant", MAX_TENANT))
                .orElse(List.of())
                .forEach(v -> v.integer(1, MAX_TENANT).ifPresent(tenants::add));
        return tenants;
    }

    private static Set<Scope> scopes(YamlMapping key) {
        Set<Scope> scopes = new TreeSet<>();
        key.require("scopes")
                .flatMap(v -> v.list("a scope", Scope.values().length))
                .orElse(List.of())
                .forEach(v -> v.choice("scope", Scope.byName()).ifPresent(scopes::add));
        return scopes;
    }

    private static Instant time(YamlMapping key, String name, boolean required) {
        Optional<YamlValue> value = required ? key.require(name) : key.find(name);
        Optional<String> text = value.flatMap(v -> v.text(MAX_TIME));
        try {
            return text.map(Instant::parse).orElse(null);
        } catch (DateTimeParseException e) {
            key.problemAt(name, "'" + name + "' must be a time such as 2027-01-31T00:00:00Z");
            return null;
        }
    }
}
