package dev.peregrine.node.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the formats may be told. */
final class FormatChecks {
    private static final int MAX_RATE = 1_000_000;

    private final ListenerChecks.Check check;

    FormatChecks(ListenerChecks.Check check) {
        this.check = check;
    }

    void check(NodeConfig config) {
        Set<Integer> tenants =
                config.tenants().orElse(List.of()).stream()
                        .map(NodeConfig.Tenant::id)
                        .collect(Collectors.toSet());
        Set<Integer> given = new HashSet<>();
        List<NodeConfig.Webhooks> webhooks = config.formats().webhooks().orElse(List.of());
        for (int i = 0; i < webhooks.size(); i++) {
            NodeConfig.Webhooks webhook = webhooks.get(i);
            String key = "formats.webhooks[" + i + "].";
            int tenant = webhook.tenant();
            check.that(tenants.contains(tenant), key + "tenant", tenant, "is no tenant's id");
            check.that(given.add(tenant), key + "tenant", tenant, "is given twice");
            check.that(
                    !webhook.stripeTolerance().isNegative(),
                    key + "stripe-tolerance",
                    webhook.stripeTolerance(),
                    "is negative");
            check.that(
                    !webhook.retryUnknown().isNegative(),
                    key + "retry-unknown",
                    webhook.retryUnknown(),
                    "is negative");
            webhook.rate()
                    .ifPresent(
                            rate ->
                                    check.that(
                                            rate >= 1 && rate <= MAX_RATE,
                                            key + "rate",
                                            rate,
                                            "is not from 1 to 1000000"));
        }
    }
}
