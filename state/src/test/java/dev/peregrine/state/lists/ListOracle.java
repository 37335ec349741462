package dev.peregrine.state.lists;

import dev.peregrine.protocol.codec.ListMatch;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list as plainly as can be: every look-up goes through all entries. */
final class ListOracle {
    private final ListMatch match;
    final List<ListEntry> entries = new ArrayList<>();
    private final Map<String, String> known = new HashMap<>();
    int capacity;

    ListOracle(ListMatch match, int capacity) {
        this.match = match;
        this.capacity = capacity;
    }

    boolean put(ListEntry entry, long nowNs) {
        expire(nowNs);
        boolean there = entries.stream().anyMatch(e -> same(e.value(), entry.value()));
        if (!there && entries.size() >= capacity) {
            return false;
        }
        remove(entry.value());
        entries.add(entry);
        return true;
    }

    boolean remove(String value) {
        return entries.removeIf(e -> same(e.value(), value));
    }

    void expire(long nowNs) {
        entries.removeIf(e -> e.expiresNs() <= nowNs);
    }

    boolean contains(String value, long nowNs) {
        expire(nowNs);
        return entries.stream()
                .anyMatch(
                        e ->
                                switch (match) {
                                    case EXACT -> value.equals(e.value());
                                    case PREFIX -> value.startsWith(e.value());
                                    default -> isIn(value, e.value());
                                });
    }

    private boolean same(String left, String right) {
        return match == ListMatch.CIDR ? known(left).equals(known(right)) : left.equals(right);
    }

    private boolean isIn(String ip, String network) {
        return known(ip).startsWith(known(network));
    }

    /** The bits, made once for each text: they are asked for in every look-up. */
    private String known(String network) {
        return known.computeIfAbsent(network, ListOracle::bits);
    }

    /** Family and the bits of the prefix, as text. */
    static String bits(String network) {
        String[] parts = network.split("/", -1);
        try {
            byte[] address = InetAddress.getByName(parts[0]).getAddress();
            int length = 8 * address.length;
            String all = new BigInteger(1, address).toString(2);
            String padded = "0".repeat(length - all.length()) + all;
            int prefix = parts.length == 1 ? length : Integer.parseInt(parts[1]);
            return (address.length == 4 ? "4:" : "6:") + padded.substring(0, prefix);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(network, e);
        }
    }
}
