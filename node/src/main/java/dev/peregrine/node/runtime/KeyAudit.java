package dev.peregrine.node.runtime;

import dev.peregrine.gateway.security.ApiKey;
import dev.peregrine.gateway.security.KeyListener;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.node.data.DataDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the audit log which keys a running node found made, changed and revoked. Any thread. */
final class KeyAudit implements KeyListener {
    private static final Logger LOG = LoggerFactory.getLogger(KeyAudit.class);
    private static final String ACTOR = "keys-file";

    private final AuditLog audit;

    KeyAudit(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public void onKey(Change change, ApiKey key) {
        Map<String, String> details = new TreeMap<>();
        details.put("key", key.id());
        details.put("name", key.name());
        details.put(
                "scopes",
                key.scopes().stream().map(Scope::externalName).collect(Collectors.joining(",")));
        String tenants =
                key.tenants().stream().map(String::valueOf).collect(Collectors.joining(","));
        details.put(key.tenants().size() == 1 ? "tenant" : "tenants", tenants);
        try {
            audit.append(
                    ACTOR,
                    "key." + change.name().toLowerCase(Locale.ROOT),
                    PolicyHistory.DONE,
                    details);
        } catch (DataDirectoryException e) {
            LOG.warn("not in the audit log: {}", e.getMessage());
        }
    }
}
