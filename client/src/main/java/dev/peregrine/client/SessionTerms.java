package dev.peregrine.client;

import dev.peregrine.protocol.codec.Durability;
import java.util.List;

/**
 * What a node and a client agreed on when a session was opened.
 *
 * @param sessionId number of the session
 * @param epoch run of the node
 * @param keepAliveIntervalNs something is sent at least this often, nanoseconds
 * @param maxEventLength greatest length of an event, header included, in bytes
 * @param durability what an answer promises of its event
 * @param tenants for whom the session may speak
 */
public record SessionTerms(
        long sessionId,
        long epoch,
        long keepAliveIntervalNs,
        int maxEventLength,
        Durability durability,
        List<Tenant> tenants) {}
