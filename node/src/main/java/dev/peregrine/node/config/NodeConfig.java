package dev.peregrine.node.config;

import dev.peregrine.protocol.codec.Durability;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a node is told. Read by {@link NodeConfigLoader}; every value is in its range, and values
 * that belong together fit. The keys are the methods' names in kebab case; {@code
 * conf/peregrine.example.yaml} documents them for users.
 */
@ConfigMapping(prefix = NodeConfig.PREFIX)
public interface NodeConfig {
    /** Of every key in the environment and the system properties; the file goes without. */
    String PREFIX = "peregrine";

    /** Directory of journal, state and key secret; one node at a time. */
    @WithDefault("data")
    Path dataDir();

    /** What a reply waits for: recorded (survives a process kill) or synced (power loss). */
    @WithDefault("recorded")
    Durability durability();

    @WithDefault("shared")
    Preset preset();

    /** Directory of an external media driver; empty: the node runs its own. */
    Optional<Path> aeronDir();

    /** How long an orderly stop may take before the process ends anyway. */
    @WithDefault("30s")
    Duration shutdownTimeout();

    /** At least one; ids and names are distinct. */
    Optional<List<Tenant>> tenants();

    Policies policies();

    /** Who may connect. Empty: anyone on this machine, for any tenant. */
    Optional<List<Client>> clients();

    Ingress ingress();

    Journal journal();

    Snapshot snapshot();

    Retention retention();

    Evidence evidence();

    SideLane sideLane();

    Monitor monitor();

    Pipeline pipeline();

    WarmUp warmUp();

    Latency latency();

    Identity identity();

    Http http();

    /** Listeners for ISO 8583; empty: none. */
    Optional<List<Iso8583Config>> iso8583();

    StandIn standIn();

    Gateway gateway();

    Formats formats();

    Admin admin();

    /** Whether the JVM may write its heap, with tokens and payments in it, to the disk. */
    @WithDefault("false")
    boolean allowHeapDumps();

    /** Whose events are scored, and by which policy. */
    interface Tenant {
        /** 1 .. 65534; part of every key of state, so it never changes. */
        int id();

        /** Letters, digits, {@code -} and {@code _}. */
        String name();

        /** Directory of the policy bundle. */
        Path policy();
    }

    /** Which bundles may become active. */
    interface Policies {
        /** PEM files of the Ed25519 public keys whose signatures are taken. */
        Optional<List<Path>> trustedKeys();

        /** Whether bundles without a signature are taken; for development only. */
        @WithDefault("false")
        boolean allowUnsigned();
    }

    /** A client that may open sessions. */
    interface Client {
        String name();

        /** SHA-256 of the credential, 64 hexadecimal digits. */
        String credentialSha256();

        /** Ids of the tenants that it may speak for. */
        List<Integer> tenants();
    }

    /** Where clients connect over Aeron. */
    interface Ingress {
        /** Aeron channels. */
        @WithDefault("aeron:ipc")
        List<String> channels();

        /** Stream id on every channel. */
        @WithDefault("1001")
        int stream();
    }

    /** The recorded streams: events, and decision records. */
    interface Journal {
        /** Power of two, 64 KiB .. 1 GiB; each of two streams takes 3 times this in memory. */
        @WithDefault("16MiB")
        MemorySize termLength();

        /** Power of two, 1 .. 64 times {@link #termLength}, at most 1 GiB. */
        @WithDefault("128MiB")
        MemorySize segmentLength();

        /** What becomes of files that lie behind two snapshots. */
        @WithDefault("keep")
        BehindSnapshots behindSnapshots();

        /** Whether to go on without events that have a decision record but are lost. */
        @WithDefault("false")
        boolean acceptLoss();
    }

    /** State saved beside the journal, so that a start replays only what came after. */
    interface Snapshot {
        /** Between two; zero: none but those that are asked for. */
        @WithDefault("15m")
        Duration interval();

        /**
         * Of one core, at least, for those that are taken beside the work; more than 0, at most 1.
         */
        @WithDefault("0.1")
        double share();

        /** How many stay; 1 .. 1000. */
        @WithDefault("2")
        int keep();

        /**
         * Whether the second state stays in memory from one to the next, where there is an
         * interval.
         */
        @WithDefault("true")
        boolean keepState();

        /** Whether an orderly stop takes one. */
        @WithDefault("true")
        boolean atStop();
    }

    /** How old what is kept beside the state may become; zero: as old as it gets. */
    interface Retention {
        /** Decision records; no less than {@link Identity#retention}. */
        @WithDefault("0s")
        Duration records();

        /** Files of the journal that were moved to history/. */
        @WithDefault("0s")
        Duration history();

        /** Evidence of decisions; from a minute on. */
        @WithDefault("120d")
        Duration evidence();
    }

    /** The store of what was decided and why, for questions over HTTP. */
    interface Evidence {
        @WithDefault("true")
        boolean enabled();

        /** Memory for reading, outside the heap; 1 MiB .. 64 GiB. */
        @WithDefault("64MiB")
        MemorySize cache();
    }

    /** Challengers, shadow models and explanations, behind the running node. */
    interface SideLane {
        @WithDefault("true")
        boolean enabled();

        /** Events by which it may be behind before it leaves decisions out; 1000 .. 1000000000. */
        @WithDefault("100000")
        long maxLag();

        /** How much of one core it may use; more than 0, at most 1. */
        @WithDefault("0.25")
        double share();
    }

    /** What watches the decisions from the side lane. */
    interface Monitor {
        Drift drift();

        Anomaly anomaly();
    }

    /** Whether scores drift, and the scores that known frauds had got. */
    interface Drift {
        @WithDefault("true")
        boolean enabled();

        /** How likely a test may find a change where there is none; 1e-15 .. 0.1. */
        @WithDefault("1e-9")
        double delta();

        /** Changes of the mean score by fewer points are not told; 0 .. 999. */
        @WithDefault("10")
        double leastPoints();

        /** Payments whose scores are remembered until their labels come; 1000 .. 16777216. */
        @WithDefault("262144")
        int remembered();
    }

    /** A score of how unlike others a payment is, from a random cut forest. */
    interface Anomaly {
        @WithDefault("false")
        boolean enabled();

        /** The more, the steadier and slower; 10 .. 1000. */
        @WithDefault("50")
        int trees();
    }

    /** The ring between sequencer, journal, scoring and publishing. */
    interface Pipeline {
        /** Events in flight; power of two, 64 .. 1048576. */
        @WithDefault("4096")
        int ringSize();

        /** Of a thread of preset shared with nothing to do; 1 us to 10 ms. */
        @WithDefault("50us")
        Duration longestSleep();
    }

    /** What is decided for nobody before clients may come, so that the code is compiled. */
    interface WarmUp {
        /** For each tenant, and for a policy before it becomes active; 0 to 1,000,000. */
        @WithDefault("2000")
        int decisions();

        /** That are answered over HTTP by a gateway without an engine; 0 to 1,000,000. */
        @WithDefault("100")
        int requests();

        /** For all decisions, and for all requests; more than zero. */
        @WithDefault("2s")
        Duration timeLimit();
    }

    /** What is kept of how long events take. */
    interface Latency {
        /** Of a line of the interval logs, a second to an hour; zero: no logs. */
        @WithDefault("10s")
        Duration interval();

        /** How long interval logs stay; zero: for ever. */
        @WithDefault("14d")
        Duration retention();

        /** From how long on an event is told to a recording of JDK Flight Recorder; above zero. */
        @WithDefault("10ms")
        Duration slow();
    }

    /** Memory of event ids, by which a retry gets the same answer. */
    interface Identity {
        @WithDefault("24h")
        Duration retention();

        /** Events per second, on average over the retention. */
        @WithDefault("100")
        int expectedRate();

        /** Ids kept; empty: {@link #expectedRate} times {@link #retention}. */
        OptionalLong capacity();
    }

    /** The HTTP API. */
    interface Http extends Listener {
        @WithDefault("true")
        boolean enabled();

        /** 0 .. 65535; 0 lets the system choose. */
        @WithDefault("8080")
        int port();

        /** Tenant of a request that names none; empty: the only tenant, if there is one. */
        OptionalInt tenant();
    }

    /** What the gateway answers where the engine gives no decision in time, and keeps. */
    interface StandIn {
        /** Directory of the spool; empty: {@code stand-in} in the data directory. */
        Optional<Path> dir();

        /** Size of the spool's files; 256 KiB .. 64 GiB. */
        @WithDefault("64MiB")
        MemorySize maxSize();

        /** How long a stand-in is remembered after the engine has heard of it. */
        @WithDefault("24h")
        Duration retention();
    }

    /** How a gateway in a process of its own reaches the node. */
    interface Gateway {
        /** Where the node listens: one of its ingress channels, as seen from here. */
        @WithDefault("aeron:ipc")
        String channel();

        /** The node's stream. */
        @WithDefault("1001")
        int stream();

        /** Where the gateway listens for answers; empty: ipc, or a free port of the loopback. */
        Optional<String> responseChannel();

        /** File whose content is the credential; empty: none. */
        Optional<Path> credentialFile();

        /** Data directory of a node on this machine, whose media driver is used. */
        Optional<Path> nodeData();

        /** Requests in flight; more get a stand-in, or 429. */
        @WithDefault("1024")
        int maxInFlight();

        /** For which a gateway that stops answers 503 at least; 0s .. 10m. */
        @WithDefault("500ms")
        Duration lameDuck();
    }

    /** Messages of payment networks and providers in their own formats. */
    interface Formats {
        /** Secret of the tokens made of card numbers; empty: token.key in the data directory. */
        Optional<Path> tokenSecretFile();

        /** Directory of tables in place of those that come with Peregrine; empty: none are. */
        Optional<Path> tables();

        /** Empty: none are taken. */
        Optional<List<Webhooks>> webhooks();
    }

    /** Webhooks of a tenant's payment providers. */
    interface Webhooks {
        /** Id of the tenant; once. */
        int tenant();

        /** Files with one of Adyen's HMAC keys each; empty: no webhook of Adyen. */
        Optional<List<Path>> adyenHmacKeyFiles();

        /** Files with one of Stripe's signing secrets each; empty: no webhook of Stripe. */
        Optional<List<Path>> stripeSecretFiles();

        /** How far the time of Stripe's signature may be from now. */
        @WithDefault("5m")
        Duration stripeTolerance();

        /** How long a provider is let repeat an event whose payment is not known. */
        @WithDefault("1h")
        Duration retryUnknown();

        /** Messages a second, signed ones; none if not given. */
        OptionalInt rate();
    }

    /** Lists, policies and the audit log over HTTP, for operators. */
    interface Admin extends Listener {
        @WithDefault("false")
        boolean enabled();

        /** 0 .. 65535; 0 lets the system choose. */
        @WithDefault("8081")
        int port();
    }

    /** What is listened on, and what is asked of callers. */
    interface Listener {
        /** Name or address. Off loopback only with TLS and keys or tokens, or {@link #insecure}. */
        @WithDefault("127.0.0.1")
        String host();

        /** File of API keys; empty: none are taken. */
        Optional<Path> keysFile();

        /** Empty: plain HTTP. */
        Optional<Tls> tls();

        /** Empty: no tokens are taken. */
        Optional<Jwt> jwt();

        /** Whether to do without TLS, keys and tokens where other machines can call. */
        @WithDefault("false")
        boolean insecure();
    }

    /** PEM files, read again when they change. */
    interface Tls {
        Path certificate();

        /** PKCS 8, without a passphrase. */
        Path key();

        /** Authorities of callers' certificates; empty: callers show none. */
        Optional<Path> clientCa();

        /** Whether a caller without a certificate is turned away; true if not given. */
        Optional<Boolean> clientCertificateRequired();
    }

    /** OAuth2 access tokens that are taken. */
    interface Jwt {
        /** Value of iss. */
        String issuer();

        /** Value that aud has to name. */
        String audience();

        /** The issuer's JSON Web Key Set: a file, or an address that begins with https://. */
        String keys();

        /** Claim with the caller's tenants; tenant if not given. */
        Optional<String> tenantClaim();

        /** For exp and nbf; at most 5m; 30s if not given. */
        Optional<Duration> leeway();

        /** Requests a second of each subject; none if not given. */
        OptionalInt rate();

        /** Requests at once; as many as rate if not given. */
        OptionalInt burst();
    }
}
