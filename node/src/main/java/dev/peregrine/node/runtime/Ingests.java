package dev.peregrine.node.runtime;

import dev.peregrine.ingest.ClientCredential;
import dev.peregrine.ingest.IngestContext;
import dev.peregrine.ingest.IngressEndpoint;
import dev.peregrine.ingest.Tenant;
import dev.peregrine.node.config.NodeConfig;
import io.aeron.Aeron;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ingest as a configuration wants it. */
final class Ingests {
    private Ingests() {}

    /**
     * @param dictionaries the tenants' attributes, as their policies change
     */
    static IngestContext context(
            NodeConfig config,
            Dictionaries dictionaries,
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
                .attributeDictionaries(dictionaries)
                .clients(clients(config, local));
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
