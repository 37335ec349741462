package dev.peregrine.node.runtime;

import dev.peregrine.client.Ack;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.EventRejectedException;
import dev.peregrine.gateway.json.CardNumberScan;
import dev.peregrine.gateway.json.Texts;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.protocol.event.IpNetwork;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.lists.ListRows;
import dev.peregrine.replay.lists.ListUpdates;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;

/**
 * Changes of one list of a tenant by one person, as events for the running node: for the commands
 * and for the admin port. One thread; blocks until the node has answered.
 */
public final class ListChanges {
    private static final long NANOS = 1_000_000_000L;
    private static final int IN_FLIGHT = 512;
    private static final String CARD_NUMBER = "looks like a card number; use the card's token";

    private final int tenantId;
    private final ListSpec list;
    private final String signature;

    /**
     * @param by who changes the list; added to each reason; may be blank
     */
    public ListChanges(int tenantId, ListSpec list, String by) {
        this.tenantId = tenantId;
        this.list = list;
        this.signature = by.isBlank() ? "" : " (by " + by.strip() + ")";
    }

    /** The list. */
    public ListSpec list() {
        return list;
    }

    /**
     * Sends one change.
     *
     * @param value empty for CLEAR
     * @param expiresNs 0 for none
     * @throws UserException when a field cannot be taken, or the node refuses it
     */
    public Ack send(
            OperatorClient client,
            ListOperation operation,
            String value,
            long expiresNs,
            String reason) {
        ListUpdates updates = updates();
        int length;
        try {
            refuseTexts(value, reason);
            length = updates.encode(0, operation, value, expiresNs, (reason + signature).strip());
        } catch (EventFieldException e) {
            throw new UserException(ExitCode.USAGE, e.getMessage(), e);
        }
        try {
            return client.send(updates.buffer(), length).join();
        } catch (CompletionException e) {
            throw new UserException(ExitCode.FAILURE, refusal(e.getCause()), e);
        }
    }

    /**
     * Reads entries to their end, as {@link #put} will.
     *
     * @return how many
     * @throws RowException at the first that cannot be used
     */
    public long check(ListRows rows) throws IOException, RowException {
        long[] count = new long[1];
        updates().puts(new CheckedRows(rows), signature, (line, length) -> count[0]++);
        return count[0];
    }

    /**
     * Puts entries on the list; several are on their way at a time. Nothing is sent after the first
     * refusal is known.
     *
     * @param step called for each that is sent
     * @return what the node refused, by line
     */
    public SortedMap<Long, String> put(OperatorClient client, ListRows rows, Runnable step)
            throws IOException, RowException {
        Semaphore room = new Semaphore(IN_FLIGHT);
        ConcurrentSkipListMap<Long, String> problems = new ConcurrentSkipListMap<>();
        ListUpdates updates = updates();
        updates.puts(
                new CheckedRows(rows),
                signature,
                (line, length) -> {
                    room.acquireUninterruptibly();
                    if (!problems.isEmpty()) {
                        room.release();
                        return;
                    }
                    CompletableFuture<Void> unused =
                            client.send(updates.buffer(), length)
                                    .handle(
                                            (ack, failure) -> {
                                                if (failure != null) {
                                                    problems.put(line, refusal(failure));
                                                }
                                                room.release();
                                                return null;
                                            });
                    step.run();
                });
        room.acquireUninterruptibly(IN_FLIGHT);
        return problems;
    }

    /**
     * Before anything is made of the texts, so that no message repeats them. Finds card numbers
     * further than the event itself, which looks at whole texts only. A network may look like one.
     */
    private void refuseTexts(String value, String reason) {
        boolean isNetwork = list.match() == ListMatch.CIDR && new IpNetwork().parse(value);
        if (!isNetwork && CardNumberScan.finds(value)) {
            throw new EventFieldException("value", "", CARD_NUMBER);
        }
        if (CardNumberScan.finds(reason)) {
            throw new EventFieldException("reason", "", CARD_NUMBER);
        }
        if (!Texts.isClean(value) || !Texts.isClean(reason)) {
            throw new EventFieldException(
                    Texts.isClean(value) ? "reason" : "value",
                    "",
                    "must not hold control characters or line breaks");
        }
    }

    private final class CheckedRows implements ListRows {
        private final ListRows rows;

        CheckedRows(ListRows rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() throws IOException, RowException {
            if (!rows.next()) {
                return false;
            }
            try {
                refuseTexts(rows.value(), rows.reason());
                return true;
            } catch (EventFieldException e) {
                throw rows.error(e.field(), e.detail());
            }
        }

        @Override
        public String value() {
            return rows.value();
        }

        @Override
        public long expiresNs() throws RowException {
            return rows.expiresNs();
        }

        @Override
        public String reason() {
            return rows.reason();
        }

        @Override
        public long line() {
            return rows.line();
        }

        @Override
        public RowException error(String column, String message) {
            return rows.error(column, message);
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }

    /** Events with ids that were never used. */
    private ListUpdates updates() {
        Instant now = Instant.now();
        String ids = "list-" + UUID.randomUUID() + "-";
        return new ListUpdates(tenantId, list, ids, now.getEpochSecond() * NANOS + now.getNano());
    }

    private String refusal(Throwable cause) {
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
