package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.security.AccessContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Configuration of a listener for ISO 8583. Not to be changed after the launch. */
public final class Iso8583Context {
    /** Greatest length that two bytes can tell. */
    public static final int MAX_LENGTH = 0xFFFF;

    private static final int FIRST_PRIVATE_FIELD = 44;
    private static final int LAST_PRIVATE_FIELD = 127;

    private String name = "iso8583";
    private String host = "127.0.0.1";
    private int port = 8583;
    private String tenant = "";
    private Iso8583Version version = Iso8583Version.V1987;
    private Iso8583Encoding encoding = Iso8583Encoding.ASCII;
    private ZoneId zone = ZoneOffset.UTC;
    private int detailField = FIRST_PRIVATE_FIELD;
    private boolean approvalCode;
    private boolean signOnRequired;
    private Set<String> acquirers = Set.of();
    private List<ResponseRule> responses = List.of();
    private Map<String, String> certificateTenants = Map.of();
    private AccessContext access = new AccessContext();
    private int maxConnections = 64;
    private int maxInFlight = 64;
    private int maxLength = 4096;
    private long idleTimeoutNs = TimeUnit.MINUTES.toNanos(5);
    private long messageTimeoutNs = TimeUnit.SECONDS.toNanos(10);
    private InetAddress address;

    /**
     * Checks ranges, once, before the launch.
     *
     * @return this
     * @throws GatewayException naming the property and its value
     */
    public Iso8583Context conclude() {
        require(port >= 0 && port <= 0xFFFF, "port", port, "0 to 65535");
        require(maxConnections >= 1, "max-connections", maxConnections, "1 or more");
        require(maxInFlight >= 1, "max-in-flight", maxInFlight, "1 or more");
        require(maxLength >= 64 && maxLength <= MAX_LENGTH, "max-length", maxLength, "64 to 65535");
        require(idleTimeoutNs > 0, "idle-timeout", idleTimeoutNs, "more than 0");
        require(messageTimeoutNs > 0, "message-timeout", messageTimeoutNs, "more than 0");
        problemOfDetailField(version, detailField)
                .ifPresent(range -> require(false, "detail-field", detailField, range));
        for (ResponseRule rule : responses) {
            require(
                    rule.code().length() == version.codeLength(),
                    "response code",
                    rule.code(),
                    version.codeLength() + " characters long");
        }
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new GatewayException(name + ": host '" + host + "' cannot be resolved", e);
        }
        boolean mutual =
                access.tls().isPresent()
                        && access.tls().get().clientAuthority().isPresent()
                        && access.tls().get().clientCertificateRequired();
        if (!address.isLoopbackAddress() && !access.insecure() && !mutual) {
            throw new GatewayException(
                    name
                            + ": host '"
                            + host
                            + "' can be reached by other machines, so it needs tls with client-ca;"
                            + " insecure: true does without");
        }
        return this;
    }

    /** What a detail field must be, when it is not; 0 is for none. */
    public static Optional<String> problemOfDetailField(Iso8583Version version, int field) {
        FieldTable.Row row = field >= 0 ? FieldTable.of(version).row(field) : null;
        boolean fits =
                field == 0
                        || (row != null
                                && field >= FIRST_PRIVATE_FIELD
                                && field <= LAST_PRIVATE_FIELD
                                && row.format().content() == FieldFormat.Content.TEXT
                                && row.format().lengthDigits() > 0);
        return fits
                ? Optional.empty()
                : Optional.of(
                        "0 or a text of variable length from 44 to 127, such as 44, 48 or 120");
    }

    /** What it is called in logs and metrics. */
    public Iso8583Context name(String value) {
        name = value;
        return this;
    }

    public String name() {
        return name;
    }

    /** Name or address to listen on. Default: 127.0.0.1. */
    public Iso8583Context host(String value) {
        host = value;
        return this;
    }

    public String host() {
        return host;
    }

    /** TCP port; 0 takes a free one. Default: 8583. */
    public Iso8583Context port(int value) {
        port = value;
        return this;
    }

    public int port() {
        return port;
    }

    /** Name or number of the tenant. Default: empty, the only one. */
    public Iso8583Context tenant(String value) {
        tenant = value;
        return this;
    }

    public String tenant() {
        return tenant;
    }

    /** Version of the messages. Default: 1987. */
    public Iso8583Context version(Iso8583Version value) {
        version = value;
        return this;
    }

    public Iso8583Version version() {
        return version;
    }

    /** How messages are written. Default: ASCII. */
    public Iso8583Context encoding(Iso8583Encoding value) {
        encoding = value;
        return this;
    }

    public Iso8583Encoding encoding() {
        return encoding;
    }

    /** Zone of local dates and times. Default: UTC. */
    public Iso8583Context zone(ZoneId value) {
        zone = value;
        return this;
    }

    public ZoneId zone() {
        return zone;
    }

    /**
     * Field of responses for the decision's id and score, and for what is wrong with a request; 0
     * for none. Default: 44.
     */
    public Iso8583Context detailField(int value) {
        detailField = value;
        return this;
    }

    public int detailField() {
        return detailField;
    }

    /** Whether approvals get an approval code in field 38. Default: no. */
    public Iso8583Context approvalCode(boolean value) {
        approvalCode = value;
        return this;
    }

    public boolean approvalCode() {
        return approvalCode;
    }

    /** Whether a peer has to sign on before its other messages are taken. Default: no. */
    public Iso8583Context signOnRequired(boolean value) {
        signOnRequired = value;
        return this;
    }

    public boolean signOnRequired() {
        return signOnRequired;
    }

    /** Acquirers (field 32) whose messages are taken. Default: empty, all. */
    public Iso8583Context acquirers(Set<String> value) {
        acquirers = Set.copyOf(value);
        return this;
    }

    public Set<String> acquirers() {
        return acquirers;
    }

    /** Response codes of decisions, before the version's own. Default: none. */
    public Iso8583Context responses(List<ResponseRule> value) {
        responses = List.copyOf(value);
        return this;
    }

    public List<ResponseRule> responses() {
        return responses;
    }

    /**
     * Tenants by the common names of client certificates; then a certificate of another name is for
     * none. Default: empty, and all are for {@link #tenant()}.
     */
    public Iso8583Context certificateTenants(Map<String, String> value) {
        certificateTenants = Map.copyOf(value);
        return this;
    }

    public Map<String, String> certificateTenants() {
        return certificateTenants;
    }

    /** TLS. Default: none, which is only for addresses that other machines cannot reach. */
    public Iso8583Context access(AccessContext value) {
        access = value;
        return this;
    }

    public AccessContext access() {
        return access;
    }

    /** Connections at once; more are closed. Default: 64. */
    public Iso8583Context maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    public int maxConnections() {
        return maxConnections;
    }

    /** Messages of one connection that may wait for their answers; more are not read yet. */
    public Iso8583Context maxInFlight(int value) {
        maxInFlight = value;
        return this;
    }

    public int maxInFlight() {
        return maxInFlight;
    }

    /** Greatest length of a message, 64 to 65535 bytes. Default: 4096. */
    public Iso8583Context maxLength(int value) {
        maxLength = value;
        return this;
    }

    public int maxLength() {
        return maxLength;
    }

    /** A connection silent for so long is closed, in nanoseconds. Default: 5 minutes. */
    public Iso8583Context idleTimeoutNs(long value) {
        idleTimeoutNs = value;
        return this;
    }

    public long idleTimeoutNs() {
        return idleTimeoutNs;
    }

    /**
     * How long a message may take to arrive, and how long answers may stay unread, in nanoseconds.
     * Default: 10 s.
     */
    public Iso8583Context messageTimeoutNs(long value) {
        messageTimeoutNs = value;
        return this;
    }

    public long messageTimeoutNs() {
        return messageTimeoutNs;
    }

    /** The address of {@link #host()}; known after {@link #conclude()}. */
    InetAddress address() {
        return address;
    }

    private void require(boolean holds, String property, Object value, String range) {
        if (!holds) {
            throw new GatewayException(
                    name + ": " + property + " is " + value + ", must be " + range);
        }
    }
}
