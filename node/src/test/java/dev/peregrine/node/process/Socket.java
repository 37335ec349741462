package dev.peregrine.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An internet socket of a process, as Linux tells of it under {@code /proc}. */
record Socket(String localAddress, int localPort, String remoteAddress) {
    private static final int HEX = 16;

    /** All internet sockets, TCP and UDP, that a process has open. */
    static List<Socket> of(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        List<Socket> sockets = new ArrayList<>();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            Path table = Path.of("/proc", Long.toString(pid), "net", protocol);
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > 9 && inodes.contains(fields[9])) {
                    String[] local = fields[1].split(":", -1);
                    String[] remote = fields[2].split(":", -1);
                    sockets.add(
                            new Socket(
                                    address(local[0]),
                                    Integer.parseInt(local[1], HEX),
                                    address(remote[0])));
                }
            }
        }
        return sockets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** Little-endian words; the last one holds an IPv4 address, mapped or plain. */
    private static String address(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.substring(hex.length() - 8));
        return "%d.%d.%d.%d"
                .formatted(bytes[3] & 0xFF, bytes[2] & 0xFF, bytes[1] & 0xFF, bytes[0] & 0xFF);
    }
}
