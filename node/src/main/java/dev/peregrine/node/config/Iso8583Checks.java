package dev.peregrine.node.config;

import dev.peregrine.gateway.iso8583.Iso8583Context;
import dev.peregrine.gateway.iso8583.Iso8583Version;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What listeners for ISO 8583 may be told. */
final class Iso8583Checks {
    private static final int MAX_PORT = 65_535;
    private static final int MIN_LENGTH = 64;
    private static final int MAX_SCORE = 999;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> ACTIONS = Set.of("approve", "challenge", "review", "decline");

    private final ListenerChecks.Check check;
    private final Set<Integer> tenants = new HashSet<>();

    Iso8583Checks(ListenerChecks.Check check) {
        this.check = check;
    }

    void check(NodeConfig config) {
        List<Iso8583Config> listeners = config.iso8583().orElse(List.of());
        config.tenants().orElse(List.of()).forEach(tenant -> tenants.add(tenant.id()));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < listeners.size(); i++) {
            Iso8583Config listener = listeners.get(i);
            String key = "iso8583[" + i + "].";
            check.that(
                    names.add(listener.name()),
                    key + "name",
                    listener.name(),
                    "is another listener's name");
            check.that(
                    config.http().enabled(),
                    key + "name",
                    listener.name(),
                    "needs http.enabled: a listener is part of the gateway");
            checkListener(key, listener);
        }
    }

    private void checkListener(String key, Iso8583Config listener) {
        check.that(
                NAME.matcher(listener.name()).matches(),
                key + "name",
                listener.name(),
                "is not 1 to 64 letters, digits, - and _");
        checkRange(key + "port", listener.port(), 0, MAX_PORT);
        checkRange(key + "max-connections", listener.maxConnections(), 1, MAX_PORT);
        checkRange(key + "max-in-flight", listener.maxInFlight(), 1, MAX_PORT);
        checkRange(key + "max-length", listener.maxLength(), MIN_LENGTH, Iso8583Context.MAX_LENGTH);
        check.that(
                listener.idleTimeout().toMillis() > 0,
                key + "idle-timeout",
                listener.idleTimeout(),
                "is not more than 0");
        check.that(
                listener.messageTimeout().toMillis() > 0,
                key + "message-timeout",
                listener.messageTimeout(),
                "is not more than 0");
        boolean knownVersion = listener.version() == 1987 || listener.version() == 1993;
        check.that(knownVersion, key + "version", listener.version(), "is neither 1987 nor 1993");
        String encoding = listener.encoding().toLowerCase(Locale.ROOT);
        check.that(
                encoding.equals("ascii") || encoding.equals("binary"),
                key + "encoding",
                listener.encoding(),
                "is neither ascii nor binary");
        check.that(
                isZone(listener.timeZone()),
                key + "time-zone",
                listener.timeZone(),
                "is no time zone such as UTC or Europe/Berlin");
        if (knownVersion) {
            Iso8583Version version = Iso8583Version.valueOf("V" + listener.version());
            Iso8583Context.problemOfDetailField(version, listener.detailField())
                    .ifPresent(
                            range ->
                                    check.that(
                                            false,
                                            key + "detail-field",
                                            listener.detailField(),
                                            "is not " + range));
            checkResponses(key, version, listener.responses().orElse(List.of()));
        }
        checkTenants(key, listener);
        checkSecurity(key, listener);
    }

    private void checkResponses(
            String key, Iso8583Version version, List<Iso8583Config.Response> responses) {
        for (int i = 0; i < responses.size(); i++) {
            Iso8583Config.Response response = responses.get(i);
            String at = key + "responses[" + i + "].";
            check.that(
                    ACTIONS.contains(response.action()),
                    at + "action",
                    response.action(),
                    "is not approve, challenge, review or decline");
            check.that(
                    response.code().length() == version.codeLength()
                            && CODE.matcher(response.code()).matches(),
                    at + "code",
                    response.code(),
                    "is not " + version.codeLength() + " letters or digits");
            response.minScore()
                    .ifPresent(score -> checkRange(at + "min-score", score, 0, MAX_SCORE));
        }
    }

    private void checkTenants(String key, Iso8583Config listener) {
        listener.tenant()
                .ifPresent(
                        id ->
                                check.that(
                                        tenants.contains(id),
                                        key + "tenant",
                                        id,
                                        "is no tenant's id"));
        List<Iso8583Config.Certificate> certificates = listener.certificates().orElse(List.of());
        check.that(
                listener.tenant().isPresent() || !certificates.isEmpty() || tenants.size() <= 1,
                key + "name",
                listener.name(),
                "needs tenant, as there are several");
        check.that(
                certificates.isEmpty() || takesCertificates(listener),
                key + "certificates",
                certificates.size(),
                "needs tls with client-ca");
        for (int i = 0; i < certificates.size(); i++) {
            int id = certificates.get(i).tenant();
            check.that(
                    tenants.contains(id),
                    key + "certificates[" + i + "].tenant",
                    id,
                    "is no tenant's id");
        }
    }

    private void checkSecurity(String key, Iso8583Config listener) {
        check.that(
                listener.insecure()
                        || takesCertificates(listener)
                        || ListenerChecks.isLoopback(listener.host()),
                key + "host",
                listener.host(),
                "can be reached by other machines, so it needs tls with client-ca; insecure: true"
                        + " does without");
    }

    private static boolean takesCertificates(Iso8583Config listener) {
        return listener.tls()
                .filter(
                        tls ->
                                tls.clientCa().isPresent()
                                        && tls.clientCertificateRequired().orElse(true))
                .isPresent();
    }

    private void checkRange(String key, int value, int least, int greatest) {
        check.that(
                value >= least && value <= greatest,
                key,
                value,
                "is not from " + least + " to " + greatest);
    }

    private static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
