package dev.peregrine.node.runtime;

import dev.peregrine.gateway.iso8583.Iso8583Context;
import dev.peregrine.gateway.iso8583.Iso8583Encoding;
import dev.peregrine.gateway.iso8583.Iso8583Version;
import dev.peregrine.gateway.iso8583.ResponseRule;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.node.config.Iso8583Config;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.protocol.codec.Action;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Listeners for ISO 8583 of a configuration, in the gateway's terms. */
final class Iso8583Parts {
    private Iso8583Parts() {}

    /** The listeners' settings. */
    static List<Iso8583Context> of(NodeConfig config) {
        return config.iso8583().orElse(List.of()).stream().map(Iso8583Parts::listener).toList();
    }

    private static Iso8583Context listener(Iso8583Config config) {
        Map<String, String> certificates = new HashMap<>();
        config.certificates()
                .orElse(List.of())
                .forEach(
                        certificate ->
                                certificates.put(
                                        certificate.commonName(),
                                        Integer.toString(certificate.tenant())));
        return new Iso8583Context()
                .name(config.name())
                .host(config.host())
                .port(config.port())
                .tenant(
                        config.tenant().isPresent()
                                ? Integer.toString(config.tenant().getAsInt())
                                : "")
                .version(Iso8583Version.valueOf("V" + config.version()))
                .encoding(Iso8583Encoding.valueOf(config.encoding().toUpperCase(Locale.ROOT)))
                .zone(ZoneId.of(config.timeZone()))
                .detailField(config.detailField())
                .approvalCode(config.approvalCode())
                .signOnRequired(config.requireSignOn())
                .acquirers(Set.copyOf(config.acquirers().orElse(List.of())))
                .responses(
                        config.responses().orElse(List.of()).stream()
                                .map(Iso8583Parts::response)
                                .toList())
                .certificateTenants(certificates)
                .maxConnections(config.maxConnections())
                .maxInFlight(config.maxInFlight())
                .maxLength(config.maxLength())
                .idleTimeoutNs(config.idleTimeout().toNanos())
                .messageTimeoutNs(config.messageTimeout().toNanos())
                .access(
                        new AccessContext()
                                .tls(config.tls().map(ListenerAccess::tls))
                                .insecure(config.insecure()));
    }

    private static ResponseRule response(Iso8583Config.Response response) {
        return new ResponseRule(
                Action.valueOf(response.action().toUpperCase(Locale.ROOT)),
                response.reason().orElse(""),
                response.minScore().orElse(0),
                response.code());
    }
}
