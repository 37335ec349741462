package dev.peregrine.node.cli;

import dev.peregrine.node.config.Iso8583Config;
import dev.peregrine.node.config.NodeConfig;
import java.util.ArrayList;
import java.util.List;

/** Says where the listeners for ISO 8583 are. */
final class Iso8583Report {
    private Iso8583Report() {}

    /** A line for each listener. */
    static List<String> of(NodeConfig config, List<Integer> ports) {
        List<Iso8583Config> listeners = config.iso8583().orElse(List.of());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Iso8583Config listener = listeners.get(i);
            lines.add(
                    "iso8583 %s: %s:%d, %d, %s%s"
                            .formatted(
                                    listener.name(),
                                    listener.host(),
                                    ports.get(i),
                                    listener.version(),
                                    listener.encoding(),
                                    listener.tls().isPresent() ? ", TLS" : ""));
        }
        return lines;
    }
}
