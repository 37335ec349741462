package dev.peregrine.node.runtime;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.standin.SpoolContext;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import java.util.List;
import java.util.stream.Collectors;

/** What every gateway has from its configuration, be it in the node's process or in its own. */
final class GatewayParts {
    /** Room in the session beside the callers' requests, for back-fill. */
    private static final int BACK_FILL_ROOM = 64;

    private GatewayParts() {}

    /**
     * A gateway's settings.
     *
     * @param session with the node
     */
    static GatewayContext context(NodeConfig config, ClientContext session) {
        List<NodeConfig.Tenant> tenants = config.tenants().orElseThrow();
        int maxInFlight = config.gateway().maxInFlight();
        return new GatewayContext()
                .host(config.http().host())
                .port(config.http().port())
                .access(ListenerAccess.of(config.http()))
                .defaultTenant(defaultTenant(config))
                .maxInFlight(maxInFlight)
                .lameDuckNs(config.gateway().lameDuck().toNanos())
                .tenants(
                        tenants.stream()
                                .collect(
                                        Collectors.toUnmodifiableMap(
                                                NodeConfig.Tenant::name, NodeConfig.Tenant::id)))
                .spool(spool(config))
                .iso8583(Iso8583Parts.of(config))
                .formats(FormatParts.of(config))
                .client(new RetryingContext(session).maxInFlight(maxInFlight + BACK_FILL_ROOM));
    }

    private static SpoolContext spool(NodeConfig config) {
        return new SpoolContext(
                config.standIn().dir().orElseGet(() -> DataDirectory.standIns(config.dataDir())),
                config.standIn().maxSize().bytes(),
                config.standIn().retention().toNanos());
    }

    private static String defaultTenant(NodeConfig config) {
        var tenants = config.tenants().orElseThrow();
        if (config.http().tenant().isPresent()) {
            int id = config.http().tenant().getAsInt();
            return tenants.stream()
                    .filter(tenant -> tenant.id() == id)
                    .map(NodeConfig.Tenant::name)
                    .findFirst()
                    .orElse("");
        }
        return tenants.size() == 1 ? tenants.get(0).name() : "";
    }
}
