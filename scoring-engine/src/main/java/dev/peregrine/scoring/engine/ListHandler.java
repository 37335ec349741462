package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.state.lists.ListTable;
import org.agrona.DirectBuffer;

/**
 * Changes of lists. A change holds from its own sequence on, whenever it was decided; an entry ends
 * by ingress time. An entry that is put with an end that has passed takes the place of what was
 * there, and is not there itself. One thread.
 */
final class ListHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ListUpdateDecoder update = new ListUpdateDecoder();
    private final EngineState state;
    private int valueOffset;
    private int valueLength;
    private int reasonOffset;
    private int reasonLength;

    ListHandler(EngineState state) {
        this.state = state;
    }

    void onListUpdate(DirectBuffer buffer, int offset, int length, EventResult result) {
        update.wrapAndApplyHeader(buffer, offset, header);
        int idLength = update.eventIdLength();
        int idOffset = update.limit() + ListUpdateDecoder.eventIdHeaderLength();
        update.skipEventId();
        String name = update.list();
        valueLength = update.valueLength();
        valueOffset = update.limit() + ListUpdateDecoder.valueHeaderLength();
        update.skipValue();
        reasonLength = update.reasonLength();
        reasonOffset = update.limit() + ListUpdateDecoder.reasonHeaderLength();
        TenantState tenant = state.tenant(update.tenantId());
        if (tenant == null || tenant.policy() == null) {
            state.refuse(result, RejectCode.NO_POLICY);
            return;
        }
        state.identity.ofMessage(
                buffer,
                offset,
                length,
                header.templateId(),
                MessageHeaderDecoder.ENCODED_LENGTH,
                idOffset,
                idLength,
                update.tenantId());
        if (!state.admit(result, false)) {
            return;
        }
        RejectCode problem = check(tenant.lists, name, buffer);
        if (problem != null) {
            state.refuse(result, problem);
            return;
        }
        state.beginMutation();
        EventStatus status = apply(tenant.lists.find(name, update.match()), buffer);
        state.remember();
        state.acknowledge(result, status);
    }

    /** Why the change cannot be made; null when it can. */
    private RejectCode check(TenantLists lists, String name, DirectBuffer buffer) {
        ListMatch match = update.match();
        ListTable table = lists.find(name, match);
        boolean put = update.operation() == ListOperation.PUT;
        if (table == null || (put && !TenantLists.isDeclared(table))) {
            return lists.declaredMatch(name).isPresent()
                    ? RejectCode.LIST_MISMATCH
                    : RejectCode.UNKNOWN_LIST;
        }
        if (update.operation() == ListOperation.CLEAR) {
            return null;
        }
        if (!table.isEntry(buffer, valueOffset, valueLength)) {
            return RejectCode.INVALID_FIELD;
        }
        boolean hasRoom =
                !put
                        || hasEnded()
                        || table.hasRoomFor(buffer, valueOffset, valueLength, state.watermarkNs());
        return hasRoom ? null : RejectCode.CAPACITY;
    }

    private boolean hasEnded() {
        return update.expiresNs() != 0 && update.expiresNs() <= state.watermarkNs();
    }

    private EventStatus apply(ListTable table, DirectBuffer buffer) {
        switch (update.operation()) {
            case CLEAR -> table.clear();
            case REMOVE -> table.remove(buffer, valueOffset, valueLength);
            default -> {
                if (hasEnded()) {
                    table.remove(buffer, valueOffset, valueLength);
                    return EventStatus.EXPIRED;
                }
                table.put(
                        buffer,
                        valueOffset,
                        valueLength,
                        buffer,
                        reasonOffset,
                        reasonLength,
                        update.expiresNs() == 0 ? ListTable.NO_END : update.expiresNs(),
                        update.timeNs());
            }
        }
        return EventStatus.APPLIED;
    }
}
