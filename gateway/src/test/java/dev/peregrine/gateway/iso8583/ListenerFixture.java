package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.ScriptedEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * A gateway with one listener, which starts when the first peer connects, and a scripted engine.
 */
abstract class ListenerFixture {
    static final Iso8583Version V1987 = Iso8583Version.V1987;
    static final Iso8583Encoding ASCII = Iso8583Encoding.ASCII;

    final ScriptedEngine engine = new ScriptedEngine();
    final GatewayContext context = new GatewayContext().port(0).engineClient(engine);
    final Iso8583Context listener = new Iso8583Context().port(0);
    private Gateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    IsoPeer connect() throws Exception {
        if (gateway == null) {
            gateway = new Gateway(context.iso8583(List.of(listener)));
            gateway.start();
        }
        return new IsoPeer(listener.version(), listener.encoding(), gateway.iso8583Ports().get(0));
    }

    IsoPeer connect(Iso8583Version version, Iso8583Encoding encoding) throws Exception {
        listener.version(version).encoding(encoding);
        return connect();
    }
}
