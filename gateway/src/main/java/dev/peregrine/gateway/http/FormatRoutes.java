package dev.peregrine.gateway.http;

import dev.peregrine.gateway.format.Format;
import dev.peregrine.gateway.format.Formats;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.security.Principal;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.gateway.security.TenantAccess;
import io.vertx.ext.web.Router;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where the foreign formats are taken, on one event loop. */
final class FormatRoutes {
    private static final String WEBHOOKS = "/v1/webhooks/";

    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final ConnectionGuard guard;
    private final AccessHandler access;
    private final Formats formats;

    FormatRoutes(
            EventSubmitter submitter,
            RequestGate gate,
            ConnectionGuard guard,
            AccessHandler access) {
        this.submitter = submitter;
        this.gate = gate;
        this.guard = guard;
        this.access = access;
        this.formats = submitter.gateway().formats();
    }

    void addTo(Router router, Map<String, RateLimiter> webhookRates) {
        access.guard(router.post("/v1/iso20022/payments"), Scope.DECIDE)
                .handler(handler(formats.payments(), EventKind.DECISION));
        access.guard(router.post("/v1/iso20022/reports"), Scope.REPORT)
                .handler(handler(formats.reports(), EventKind.LABEL));
        access.guard(router.post("/v1/3ds/areq"), Scope.DECIDE)
                .handler(handler(formats.threeDs(), EventKind.DECISION));
        for (Formats.WebhookRoute webhook : formats.webhooks()) {
            String path = WEBHOOKS + webhook.provider() + "/" + webhook.tenant();
            Principal provider =
                    new Principal(
                            webhook.provider() + ":" + webhook.tenant(),
                            EnumSet.of(Scope.REPORT),
                            new TenantAccess(false, Set.of(), Set.of(webhook.tenant())),
                            webhookRates.computeIfAbsent(path, key -> limiter(webhook.rate())),
                            () -> true);
            access.openSigned(path);
            router.post(path)
                    .handler(
                            handler(webhook.format(), EventKind.LABEL)
                                    .signedBy(provider, webhook.tenant()));
        }
    }

    private FormatHandler handler(Format format, EventKind kind) {
        return new FormatHandler(format, kind, formats.tokenSecret(), submitter, gate, guard);
    }

    private static RateLimiter limiter(int rate) {
        return RateLimiter.of(rate, rate, System.nanoTime());
    }
}
