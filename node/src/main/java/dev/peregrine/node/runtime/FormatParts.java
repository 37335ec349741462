package dev.peregrine.node.runtime;

import dev.peregrine.gateway.format.Formats;
import dev.peregrine.gateway.format.WebhookContext;
import dev.peregrine.gateway.mapping.MappingException;
import dev.peregrine.gateway.mapping.TokenSecret;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The formats that a gateway takes besides JSON, from its configuration. */
final class FormatParts {
    private static final int MAX_SECRET = 1024;

    private FormatParts() {}

    /**
     * Reads tables and secrets, and makes the secret of tokens if there is none yet.
     *
     * @throws UserException when one of them cannot be used
     */
    static Formats of(NodeConfig config) {
        try {
            return Formats.open(tokenSecret(config), config.formats().tables(), webhooks(config));
        } catch (MappingException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION,
                    "formats.webhooks: a key of adyen-hmac-key-files is not in hexadecimal digits");
        }
    }

    /**
     * The secret under which card numbers become tokens; the same for all formats.
     *
     * @throws MappingException when it cannot be read or made
     */
    static TokenSecret tokenSecret(NodeConfig config) {
        return TokenSecret.open(
                config.formats()
                        .tokenSecretFile()
                        .orElseGet(() -> DataDirectory.tokenSecret(config.dataDir())));
    }

    private static List<WebhookContext> webhooks(NodeConfig config) {
        List<WebhookContext> webhooks = new ArrayList<>();
        for (NodeConfig.Webhooks webhook : config.formats().webhooks().orElse(List.of())) {
            webhooks.add(
                    new WebhookContext(
                            tenant(config, webhook.tenant()),
                            secrets(webhook.adyenHmacKeyFiles()),
                            secrets(webhook.stripeSecretFiles()),
                            webhook.stripeTolerance().toNanos(),
                            webhook.retryUnknown().toNanos(),
                            webhook.rate().orElse(0)));
        }
        return webhooks;
    }

    private static String tenant(NodeConfig config, int id) {
        return config.tenants().orElseThrow().stream()
                .filter(tenant -> tenant.id() == id)
                .map(NodeConfig.Tenant::name)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> secrets(Optional<List<Path>> files) {
        return files.orElse(List.of()).stream().map(FormatParts::secret).toList();
    }

    private static String secret(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (!secret.isEmpty() && secret.length() <= MAX_SECRET) {
                return secret;
            }
        } catch (IOException e) {
            throw unusable(file, "cannot be read: " + e.getClass().getSimpleName());
        }
        throw unusable(file, "must hold a secret of 1 to " + MAX_SECRET + " characters");
    }

    private static UserException unusable(Path file, String problem) {
        return new UserException(
                ExitCode.BAD_CONFIGURATION, "formats.webhooks: " + file + " " + problem);
    }
}
