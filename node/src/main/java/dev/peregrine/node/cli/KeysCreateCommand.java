package dev.peregrine.node.cli;

import dev.peregrine.gateway.json.CardNumberScan;
import dev.peregrine.gateway.security.ApiKey;
import dev.peregrine.gateway.security.KeyFile;
import dev.peregrine.gateway.security.KeySecret;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.replay.lists.ListFile;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        description = {
            "Make a key, and print it: the last line, this once.",
            "For rotation make the next one before the one in use is revoked."
        })
final class KeysCreateCommand implements Callable<Integer> {
    @Mixin private KeysOptions options;

    @Parameters(paramLabel = "NAME", description = "Whose key it is, for people.")
    private String name;

    @Option(
            names = "--scope",
            split = ",",
            required = true,
            paramLabel = "SCOPE",
            description =
                    "What it is for, several with commas: decide, report (events, outcomes, labels,"
                            + " reversals), read (evidence), metrics, admin (the admin port).")
    private List<String> scopes;

    @Option(
            names = "--tenant",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Whom it may speak for, several with commas (default: the only tenant of the"
                            + " configuration).")
    private List<String> tenants = List.of();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "When it ends, such as 2027-01-31T00:00:00Z (default: never).")
    private String until;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Requests a second on average (default: no limit).")
    private int rate;

    @Option(
            names = "--burst",
            paramLabel = "N",
            description = "Requests at once (default: as many as --rate).")
    private Integer burst;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (!KeyFile.isName(name)) {
            throw usage("NAME: must be 1 to 64 letters, digits, '.', '-' and '_'");
        }
        if (CardNumberScan.finds(name)) {
            throw usage("NAME: looks like a card number");
        }
        NodeConfig config = options.config();
        String text = KeySecret.generate(new SecureRandom());
        ApiKey key =
                new ApiKey(
                        KeySecret.id(text),
                        name,
                        KeySecret.sha256(text),
                        tenantIds(config),
                        scopes(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        end(),
                        false,
                        inRange("--rate", 0, rate),
                        inRange("--burst", rate == 0 ? 0 : 1, burst == null ? rate : burst));
        options.ring(config)
                .change(
                        keys -> {
                            List<ApiKey> all = new ArrayList<>(keys);
                            all.add(key);
                            return all;
                        });
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: key %s; keep the line below, it is not shown again%n", name, key.id());
        out.println(text);
        out.flush();
        return ExitCode.OK.code();
    }

    private Set<Scope> scopes() {
        Set<Scope> found = new TreeSet<>();
        for (String text : scopes) {
            Scope scope = Scope.byName().get(text);
            if (scope == null) {
                throw usage("--scope: no scope '" + text + "'" + Suggestion.of(text, scopeNames()));
            }
            found.add(scope);
        }
        return found;
    }

    private static Set<String> scopeNames() {
        return new TreeSet<>(Scope.byName().keySet());
    }

    private Set<Integer> tenantIds(NodeConfig config) {
        List<? extends NodeConfig.Tenant> all = config.tenants().orElseThrow();
        List<String> names = all.stream().map(NodeConfig.Tenant::name).toList();
        if (tenants.isEmpty() && all.size() > 1) {
            throw usage("--tenant: which of " + String.join(", ", names) + "?");
        }
        for (String tenant : tenants) {
            if (!names.contains(tenant)) {
                throw usage("--tenant: no tenant '" + tenant + "'" + Suggestion.of(tenant, names));
            }
        }
        return all.stream()
                .filter(tenant -> tenants.isEmpty() || tenants.contains(tenant.name()))
                .map(NodeConfig.Tenant::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Instant end() {
        if (until == null) {
            return null;
        }
        try {
            Instant end = Instant.ofEpochSecond(0, ListFile.timeNs(until));
            if (end.isAfter(Instant.now())) {
                return end;
            }
            throw usage("--until: " + until + " has passed");
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--until: " + e.getMessage(), e);
        }
    }

    private static int inRange(String option, int least, int value) {
        if (value < least || value > RateLimiter.MAX_RATE) {
            throw usage(option + ": must be from " + least + " to " + RateLimiter.MAX_RATE);
        }
        return value;
    }

    private static UserException usage(String problem) {
        return new UserException(ExitCode.USAGE, problem);
    }
}
