package dev.peregrine.node.cli;

import dev.peregrine.client.Ack;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.EventRejectedException;
import dev.peregrine.node.runtime.OperatorClient;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.replay.lists.ListUpdates;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/** One change of a list, sent and waited for. */
final class ListChange {
    private ListChange() {}

    /**
     * Sends a change and waits for its answer.
     *
     * @throws UserException when a field cannot be taken, or the node refuses it
     */
    static Ack send(
            ListsOptions options,
            OperatorClient client,
            ListOperation operation,
            String value,
            long expiresNs,
            String reason) {
        ListUpdates updates = options.updates();
        int length;
        try {
            length =
                    updates.encode(
                            0, operation, value, expiresNs, (reason + options.signature()).strip());
        } catch (EventFieldException e) {
            throw new UserException(ExitCode.USAGE, e.getMessage(), e);
        }
        try {
            return client.send(updates.buffer(), length).join();
        } catch (CompletionException e) {
            throw new UserException(ExitCode.FAILURE, refusal(options.spec(), e.getCause()), e);
        }
    }

    /** What went wrong with a change, for people. */
    static String refusal(ListSpec list, Throwable cause) {
        if (cause instanceof EventRejectedException rejected) {
            String name = "list '" + list.name() + "'";
            if (rejected.code() == RejectCode.CAPACITY) {
                return name
                        + " is full ("
                        + String.format(Locale.ROOT, "%,d", list.capacity())
                        + " entries), or the memory of event ids is";
            }
            if (rejected.code() == RejectCode.UNKNOWN_LIST
                    || rejected.code() == RejectCode.LIST_MISMATCH) {
                return name
                        + " is not what the node's active policy declares: it runs another bundle";
            }
            return "the node refuses the change: " + rejected.getMessage();
        }
        return cause instanceof ClientException ? cause.getMessage() : cause.toString();
    }
}
