package dev.peregrine.gateway.standin;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.json.StandInReason;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.Durability;
import java.nio.ByteBuffer;

/**
 * The payloads of a spool's records. Little-endian.
 *
 * <pre>
 * a stand-in
 *    0  1
 *    1  action
 *    2  reason
 *    3  0
 *    4  version of the policy
 *    8  when it was given, nanoseconds since 1970
 *   16  length and text of the policy's name, then of its hash: a byte and UTF-8 each
 *       the payment, a Transaction with its header, to the end
 *
 * what became of one
 *    0  2
 *    1  settlement
 *    2  tenant, 16 bits
 *    4  when, nanoseconds since 1970
 *   12  length and text of the event id: a byte and UTF-8
 *       of a superseded one:
 *         0  durability
 *         1  time in the queue, in the engine, and until durable, nanoseconds
 *        25  DecisionBody with its header, to the end
 * </pre>
 */
final class SpoolRecords {
    private static final byte STAND_IN = 1;
    private static final byte SETTLED = 2;
    private static final int POLICY_AT = 16;
    private static final int EVENT_ID_AT = 12;

    private SpoolRecords() {}

    /**
     * A stand-in.
     *
     * @param event the payment, a Transaction with its header
     */
    static ByteBuffer standIn(StandInDecision standIn, long timeNs, byte[] event) {
        byte[] name = standIn.policy().name().getBytes(UTF_8);
        byte[] hash = standIn.policy().hash().getBytes(UTF_8);
        ByteBuffer payload = allocate(POLICY_AT + 2 + name.length + hash.length + event.length);
        payload.put(STAND_IN)
                .put((byte) standIn.action().value())
                .put(standIn.reason().code())
                .put((byte) 0)
                .putInt(standIn.policy().version())
                .putLong(timeNs);
        putText(payload, name);
        putText(payload, hash);
        return payload.put(event).flip();
    }

    /**
     * What became of a stand-in.
     *
     * @param decision of a superseded one; else null
     */
    static ByteBuffer settled(SpoolKey key, Settlement settlement, long timeNs, Decision decision) {
        byte[] eventId = key.eventId().getBytes(UTF_8);
        int rest = decision == null ? 0 : 1 + 3 * Long.BYTES + decision.body().length;
        ByteBuffer payload = allocate(EVENT_ID_AT + 1 + eventId.length + rest);
        payload.put(SETTLED)
                .put(settlement.code())
                .putShort((short) key.tenantId())
                .putLong(timeNs);
        putText(payload, eventId);
        if (decision != null) {
            payload.put((byte) decision.durability().value())
                    .putLong(decision.queueNs())
                    .putLong(decision.engineNs())
                    .putLong(decision.durableWaitNs())
                    .put(decision.body());
        }
        return payload.flip();
    }

    static boolean isStandIn(ByteBuffer payload) {
        byte kind = payload.get(0);
        if (kind != STAND_IN && kind != SETTLED) {
            throw new SpoolException("unknown kind of record " + kind);
        }
        return kind == STAND_IN;
    }

    /** When a stand-in was given. */
    static long timeNs(ByteBuffer standIn) {
        return standIn.getLong(8);
    }

    /** The payment of a stand-in. */
    static byte[] event(ByteBuffer standIn) {
        standIn.position(POLICY_AT);
        text(standIn);
        text(standIn);
        return rest(standIn);
    }

    /** A stand-in as it was told. */
    static StandInDecision decision(ByteBuffer standIn, PaymentFacts facts) {
        standIn.position(POLICY_AT);
        String name = text(standIn);
        String hash = text(standIn);
        return new StandInDecision(
                facts.tenantId(),
                facts.eventId(),
                Action.get(standIn.get(1)),
                StandInReason.of(standIn.get(2)),
                new StandInDecision.Policy(name, standIn.getInt(4), hash));
    }

    /** Whose settlement it is. */
    static SpoolKey key(ByteBuffer settled) {
        settled.position(EVENT_ID_AT);
        return new SpoolKey(settled.getShort(2) & 0xFFFF, text(settled));
    }

    static Settlement settlement(ByteBuffer settled) {
        return Settlement.of(settled.get(1));
    }

    static long settledNs(ByteBuffer settled) {
        return settled.getLong(4);
    }

    /** The engine's decision on a superseded stand-in. */
    static Decision supersedingDecision(ByteBuffer settled) {
        settled.position(EVENT_ID_AT);
        text(settled);
        Durability durability = Durability.get(settled.get());
        long queueNs = settled.getLong();
        long engineNs = settled.getLong();
        long durableWaitNs = settled.getLong();
        return new Decision(
                true, durability, queueNs, engineNs, durableWaitNs, rest(settled), null);
    }

    private static ByteBuffer allocate(int length) {
        return ByteBuffer.allocate(length).order(LITTLE_ENDIAN);
    }

    private static void putText(ByteBuffer payload, byte[] text) {
        payload.put((byte) text.length).put(text);
    }

    private static String text(ByteBuffer payload) {
        byte[] bytes = new byte[payload.get() & 0xFF];
        payload.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static byte[] rest(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }
}
