package dev.peregrine.node.runtime;

import dev.peregrine.gateway.AdminContext;
import dev.peregrine.gateway.AdminServer;
import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.gateway.security.KeyListener;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;

/** The admin port beside a node. */
public final class AdminPort implements AutoCloseable {
    private final AdminServer server;
    private final AdminService service;
    private final int port;

    private AdminPort(AdminServer server, AdminService service, int port) {
        this.server = server;
        this.service = service;
        this.port = port;
    }

    /**
     * Starts the admin port of a node. Blocks until it listens.
     *
     * @throws UserException when the port is taken, or a file of keys or certificates of no use
     */
    public static AdminPort start(NodeConfig config, PeregrineNode node) {
        AdminService service = new AdminService(config, node);
        AdminServer server =
                new AdminServer(
                        new AdminContext()
                                .host(config.admin().host())
                                .port(config.admin().port())
                                .access(access(config, node))
                                .operations(service));
        try {
            return new AdminPort(server, service, server.start());
        } catch (AccessException e) {
            server.close();
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        } catch (GatewayException e) {
            server.close();
            throw new UserException(ExitCode.PORT_IN_USE, e.getMessage(), e);
        }
    }

    /** Changes of a file that the API has as well are noted there. */
    private static AccessContext access(NodeConfig config, PeregrineNode node) {
        boolean shared =
                config.http().enabled()
                        && config.http().keysFile().equals(config.admin().keysFile());
        return ListenerAccess.of(config.admin())
                .keyListener(shared ? KeyListener.NONE : node.keyAudit());
    }

    /** Port on which it listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
