package dev.peregrine.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;

/** What the listeners for HTTP may be told: secure, or explicitly not. */
final class ListenerChecks {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RATE = 1_000_000;
    private static final Duration MAX_LEEWAY = Duration.ofMinutes(5);

    private final Check check;

    /** Notes a problem of a value, unless it is right. */
    interface Check {
        /**
         * Notes what is not right.
         *
         * @param key without the prefix
         */
        void that(boolean right, String key, Object value, String problem);
    }

    ListenerChecks(Check check) {
        this.check = check;
    }

    void check(NodeConfig config) {
        checkPort("http.port", config.http().port());
        checkPort("admin.port", config.admin().port());
        checkListener("http", config.http(), config.http().enabled());
        checkListener("admin", config.admin(), config.admin().enabled());
        check.that(
                !config.admin().enabled()
                        || config.admin().insecure()
                        || asksForCredentials(config.admin()),
                "admin.enabled",
                true,
                "needs admin.keys-file or admin.jwt: whoever can call may change lists and"
                        + " policies; admin.insecure: true does without");
    }

    private void checkPort(String key, int port) {
        check.that(port >= 0 && port <= MAX_PORT, key, port, "is not from 0 to 65535");
    }

    private void checkListener(String name, NodeConfig.Listener listener, boolean enabled) {
        listener.jwt().ifPresent(jwt -> checkTokens(name + ".jwt.", jwt));
        boolean hasTls = listener.tls().isPresent();
        boolean hasCredentials = asksForCredentials(listener);
        String wanted = hasTls ? "" : name + ".tls";
        if (!hasCredentials) {
            wanted += (hasTls ? "" : ", and ") + name + ".keys-file or " + name + ".jwt";
        }
        check.that(
                !enabled || listener.insecure() || wanted.isEmpty() || isLoopback(listener.host()),
                name + ".host",
                listener.host(),
                "can be reached by other machines, so it needs "
                        + wanted
                        + "; "
                        + name
                        + ".insecure: true does without");
    }

    private void checkTokens(String prefix, NodeConfig.Jwt jwt) {
        check.that(
                jwt.keys().startsWith("https://") || !jwt.keys().contains("://"),
                prefix + "keys",
                jwt.keys(),
                "is neither a file nor an address that begins with https://");
        jwt.leeway()
                .ifPresent(
                        leeway ->
                                check.that(
                                        leeway.compareTo(MAX_LEEWAY) <= 0,
                                        prefix + "leeway",
                                        leeway,
                                        "is more than 5m"));
        jwt.rate().ifPresent(rate -> checkRate(prefix + "rate", rate));
        jwt.burst().ifPresent(burst -> checkRate(prefix + "burst", burst));
    }

    private void checkRate(String key, int rate) {
        check.that(rate >= 1 && rate <= MAX_RATE, key, rate, "is not from 1 to 1000000");
    }

    private static boolean asksForCredentials(NodeConfig.Listener listener) {
        return listener.keysFile().isPresent() || listener.jwt().isPresent();
    }

    /** A name that cannot be resolved is told when it is listened on. */
    static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
