package dev.peregrine.replay.backtest.input;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.metrics.Hashes;
import dev.peregrine.replay.snapshot.JournalFollower;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * The events of a node's journal: authorisations are decided anew and measured, labels, outcomes,
 * reversals, lists, rates and history are run at their own place, and activations, starts and state
 * hashes are passed over. Reads only. One thread; blocks on the log.
 */
public final class JournalSource implements RowSource {
    /** What stands for a mapping of columns. */
    public static final CsvMapping MAPPING =
            new CsvMapping(
                    "event_id",
                    "time",
                    "yyyy-MM-dd'T'HH:mm:ssX",
                    "amount",
                    2,
                    RoundingMode.UNNECESSARY,
                    0,
                    978,
                    Map.of(
                            KeyField.CARD, "card",
                            KeyField.ACCOUNT, "account",
                            KeyField.MERCHANT_CATEGORY, "merchant_category",
                            KeyField.MERCHANT_COUNTRY, "merchant_country",
                            KeyField.CHANNEL, "channel"),
                    Optional.of("label"),
                    Optional.empty(),
                    0,
                    Optional.empty());

    private static final long ANY = -1;

    private final Log journal;
    private final Path name;
    private final int tenantId;
    private final Optional<SnapshotManifest> snapshot;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionDecoder transaction = new TransactionDecoder();
    private final byte[] key = new byte[256];
    private final Log records;
    private JournalOutcomes outcomes;
    private long end;
    private long position;
    private long lastSequence;
    private RowBatch batch;

    /**
     * The journal from its beginning.
     *
     * @param name of the journal, for reports
     * @param records decision records of the same node: what was decided then
     */
    public JournalSource(Path name, Log journal, Log records, int tenantId) {
        this(name, journal, records, tenantId, Optional.empty());
    }

    /**
     * The journal behind a snapshot, or from its beginning.
     *
     * @param name of the journal, for reports
     * @param records decision records of the same node: what was decided then
     */
    public JournalSource(
            Path name,
            Log journal,
            Log records,
            int tenantId,
            Optional<SnapshotManifest> snapshot) {
        this.name = name;
        this.journal = journal;
        this.records = records;
        this.tenantId = tenantId;
        this.snapshot = snapshot;
        position = snapshot.map(SnapshotManifest::journalPosition).orElse(journal.startPosition());
        lastSequence = snapshot.map(SnapshotManifest::sequence).orElse(ANY);
        end = journal.durablePosition();
    }

    /**
     * Where reading will end: what the journal holds as yet, unless {@link #endAt} says otherwise.
     */
    public long end() {
        return end;
    }

    /**
     * Ends where a reading of the same journal ended before it grew. Before {@link #open}.
     *
     * @return false when the journal is not as long
     */
    public boolean endAt(long value) {
        if (value > end) {
            return false;
        }
        end = value;
        return true;
    }

    /** Where reading begins, for people and to be compared. */
    public String beginning() {
        return snapshot.map(SnapshotManifest::sequence).orElse(0L) + " " + position;
    }

    /** Sequence of the snapshot behind which it begins. */
    public Optional<Long> snapshotSequence() {
        return snapshot.map(SnapshotManifest::sequence);
    }

    /** Whether events are missing before the first that is read, of which no snapshot tells. */
    public boolean beginsTrimmed() {
        return snapshot.isEmpty() && journal.startPosition() > 0;
    }

    /** Reads what became of payments; blocks for that. */
    public JournalSource open() {
        outcomes =
                JournalOutcomes.read(
                        journal,
                        position,
                        end,
                        records,
                        snapshot.map(m -> records.positionBefore(m.sequence()))
                                .orElse(records.startPosition()),
                        tenantId);
        return this;
    }

    @Override
    public long length() {
        return end;
    }

    @Override
    public void read(RowBatch into) {
        into.clear();
        into.file = name;
        batch = into;
        try {
            long before = position;
            if (position < end) {
                position = journal.read(position, this::onRecord);
            }
            into.last = position == before || position >= end || into.hasRoom();
        } catch (LogException e) {
            into.end(name, new RowException(0, 0, e.getMessage()));
        }
        into.bytesRead = position;
    }

    private boolean onRecord(
            long endPosition,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        if (lastSequence != ANY) {
            JournalFollower.checkNext(journal, lastSequence, sequence, endPosition);
        }
        lastSequence = sequence;
        int template = header.wrap(message, offset).templateId();
        if (template == TransactionDecoder.TEMPLATE_ID) {
            onTransaction(sequence, ingressTimeNs, message, offset, length);
        } else if (template != PolicyActivationDecoder.TEMPLATE_ID
                && template != EpochStartDecoder.TEMPLATE_ID
                && template != StateHashRequestDecoder.TEMPLATE_ID) {
            batch.line[batch.add(message, offset, length, ingressTimeNs, false)] = sequence;
        }
        return batch.hasRoom() && endPosition < end;
    }

    private void onTransaction(
            long sequence, long ingressTimeNs, DirectBuffer message, int offset, int length) {
        transaction.wrapAndApplyHeader(message, offset, header);
        boolean decides =
                transaction.purpose() == Purpose.AUTHORISATION
                        && transaction.tenantId() == tenantId;
        int row = batch.add(message, offset, length, ingressTimeNs, decides);
        batch.line[row] = sequence;
        if (!decides) {
            return;
        }
        batch.eventTimeNs[row] = transaction.eventTimeNs();
        batch.amountMinor[row] = transaction.amountMinor();
        batch.merchantCategory[row] =
                transaction.merchantCategory() == TransactionDecoder.merchantCategoryNullValue()
                        ? -1
                        : transaction.merchantCategory();
        batch.merchantCountry[row] =
                transaction.merchantCountry(0) | transaction.merchantCountry(1) << 8;
        batch.channel[row] = transaction.channel().value();
        transaction.sbeSkip();
        transaction.sbeRewind();
        transaction.attributes().forEach(attribute -> attribute.skipValue());
        int idLength = transaction.getEventId(key, 0, key.length);
        long high = Hashes.of(key, 0, idLength, 1);
        long low = Hashes.of(key, 0, idLength, 2);
        batch.outcome[row] = outcomes.of(high, low);
        batch.knownAtNs[row] = outcomes.knownAtNs(high, low, batch.eventTimeNs[row]);
        card(row);
    }

    /** The card, or the account where there is none. */
    private void card(int row) {
        int length = transaction.getCard(key, 0, key.length);
        if (length == 0) {
            length = transaction.getAccount(key, 0, key.length);
        }
        batch.cardHigh[row] = length == 0 ? 0 : Hashes.of(key, 0, length, 1);
        batch.cardLow[row] = length == 0 ? 0 : Hashes.of(key, 0, length, 2);
    }

    /** The logs are the caller's. */
    @Override
    public void close() {
        batch = null;
    }
}
