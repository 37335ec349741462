package dev.peregrine.gateway;

import dev.peregrine.gateway.security.AccessContext;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Configuration of an {@link AdminServer}. Not thread-safe; not to be changed after the launch. */
public final class AdminContext {
    private String host = "127.0.0.1";
    private int port = 8081;
    private AccessContext access = new AccessContext();
    private AdminOperations operations;
    private InetAddress address;

    /**
     * Checks ranges, once, before the launch.
     *
     * @return this
     * @throws GatewayException naming the property and its value
     */
    public AdminContext conclude() {
        if (port < 0 || port > 0xFFFF) {
            throw new GatewayException("admin: port " + port + " is not in 0 to 65535");
        }
        if (operations == null) {
            throw new GatewayException("admin: set operations");
        }
        if (!access.asksForCredentials() && !access.insecure()) {
            throw new GatewayException(
                    "admin: needs keys-file or jwt; insecure: true does without");
        }
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new GatewayException("admin: host '" + host + "' cannot be resolved", e);
        }
        access.missingFor(address)
                .ifPresent(
                        missing -> {
                            throw new GatewayException("admin: host '" + host + "' " + missing);
                        });
        return this;
    }

    /** Name or address to listen on. Default: 127.0.0.1. */
    public AdminContext host(String value) {
        host = value;
        return this;
    }

    public String host() {
        return host;
    }

    /** TCP port to listen on; 0 takes a free one. Default: 8081. */
    public AdminContext port(int value) {
        port = value;
        return this;
    }

    public int port() {
        return port;
    }

    /** TLS, and who may call. Required: keys or tokens, or {@code insecure}. */
    public AdminContext access(AccessContext value) {
        access = value;
        return this;
    }

    public AccessContext access() {
        return access;
    }

    /** What can be done. Required. */
    public AdminContext operations(AdminOperations value) {
        operations = value;
        return this;
    }

    public AdminOperations operations() {
        return operations;
    }

    /** The address of {@link #host()}; known after {@link #conclude()}. */
    public InetAddress address() {
        return address;
    }
}
