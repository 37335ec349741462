package dev.peregrine.node.runtime;

import dev.peregrine.ingest.Attribute;
import dev.peregrine.ingest.AttributeDictionaries;
import dev.peregrine.ingest.ClientCredential;
import dev.peregrine.ingest.IngestContext;
import dev.peregrine.ingest.IngressEndpoint;
import dev.peregrine.ingest.Tenant;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.PolicyBundle;
import io.aeron.Aeron;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ingest as a configuration wants it. */
final class Ingests {
    private Ingests() {}

    /**
     * @param bundles the tenants' active bundles, in their order
     */
    static IngestContext context(
            NodeConfig config,
            List<PolicyBundle> bundles,
            Aeron aeron,
            long epoch,
            LocalAccess local) {
        List<NodeConfig.Tenant> tenants = config.tenants().orElseThrow();
        return new IngestContext()
                .aeron(aeron)
                .durability(config.durability())
                .epoch(epoch)
                .ingress(
                        Stream.concat(
                                        config.ingress().channels().stream(),
                                        Stream.of(LocalAccess.CHANNEL))
                                .distinct()
                                .map(channel -> endpoint(config, channel))
                                .toList())
                .tenants(
                        tenants.stream()
                                .map(tenant -> new Tenant(tenant.id(), tenant.name()))
                                .toList())
                .attributeDictionaries(dictionaries(tenants, bundles))
                .clients(clients(config, local));
    }

    private static AttributeDictionaries dictionaries(
            List<NodeConfig.Tenant> tenants, List<PolicyBundle> bundles) {
        Map<Integer, List<Attribute>> attributes = new HashMap<>();
        for (int i = 0; i < tenants.size(); i++) {
            attributes.put(
                    tenants.get(i).id(),
                    bundles.get(i).attributes().stream()
                            .map(a -> new Attribute(a.id(), a.type(), a.name()))
                            .toList());
        }
        return tenantId -> attributes.getOrDefault(tenantId, List.of());
    }

    private static IngressEndpoint endpoint(NodeConfig config, String channel) {
        return new IngressEndpoint(channel, config.ingress().stream());
    }

    private static List<ClientCredential> clients(NodeConfig config, LocalAccess local) {
        List<ClientCredential> clients = new ArrayList<>();
        for (NodeConfig.Client client : config.clients().orElse(List.of())) {
            clients.add(
                    new ClientCredential(
                            client.name(),
                            client.credentialSha256(),
                            Set.copyOf(client.tenants())));
        }
        if (!clients.isEmpty()) {
            Set<Integer> all =
                    config.tenants().orElseThrow().stream()
                            .map(NodeConfig.Tenant::id)
                            .collect(Collectors.toUnmodifiableSet());
            clients.add(local.credential(all));
        }
        return clients;
    }
}
