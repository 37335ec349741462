package dev.peregrine.node.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A listener for ISO 8583, beside the HTTP API. */
public interface Iso8583Config {
    /** In logs and metrics. */
    String name();

    /** Name or address. Off loopback only with client certificates, or {@link #insecure}. */
    @WithDefault("127.0.0.1")
    String host();

    /** 0 .. 65535; 0 lets the system choose. */
    @WithDefault("8583")
    int port();

    /** Whose messages they are; empty: the only tenant, if there is one. */
    OptionalInt tenant();

    /** 1987 or 1993. */
    @WithDefault("1987")
    int version();

    /** ascii or binary. */
    @WithDefault("ascii")
    String encoding();

    /** Of fields 12 and 13, such as Europe/Berlin. */
    @WithDefault("UTC")
    String timeZone();

    /** Field of responses for decision and score, or for what is wrong; 0: none. */
    @WithDefault("44")
    int detailField();

    /** Whether approvals get a code in field 38. */
    @WithDefault("false")
    boolean approvalCode();

    /** Whether peers have to sign on first. */
    @WithDefault("false")
    boolean requireSignOn();

    /** Values of field 32 that are taken; empty: all. */
    Optional<List<String>> acquirers();

    /** Response codes of decisions; the first that fits, else the version's own. */
    Optional<List<Response>> responses();

    /** Tenants by client certificates; empty: all certificates are for {@link #tenant}. */
    Optional<List<Certificate>> certificates();

    /** Connections at once. */
    @WithDefault("64")
    int maxConnections();

    /** Messages of a connection that wait for answers at once. */
    @WithDefault("64")
    int maxInFlight();

    /** Of a message, in bytes; 64 .. 65535. */
    @WithDefault("4096")
    int maxLength();

    /** A connection silent for so long is closed. */
    @WithDefault("5m")
    Duration idleTimeout();

    /** How long a message may take to arrive, and answers may stay unread. */
    @WithDefault("10s")
    Duration messageTimeout();

    /** Empty: plain TCP. */
    Optional<NodeConfig.Tls> tls();

    /** Whether to do without client certificates where other machines can call. */
    @WithDefault("false")
    boolean insecure();

    /** A response code. */
    interface Response {
        /** approve, challenge, review or decline. */
        String action();

        /** Code of a reason that the decision has; empty: any. */
        Optional<String> reason();

        /** Least score; empty: any. */
        OptionalInt minScore();

        /** Two characters in 1987, three in 1993. */
        String code();
    }

    /** Whose messages come under a certificate. */
    interface Certificate {
        /** CN of its subject. */
        String commonName();

        int tenant();
    }
}
