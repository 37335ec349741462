package dev.peregrine.replay.backtest;

import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.scoring.engine.EventResult;

/** Says what is wrong with a row that the engine did not take. */
final class RefusalText {
    private final Engine engine;

    RefusalText(Engine engine) {
        this.engine = engine;
    }

    /** The row's error, with its place. */
    RowException of(EventResult result, RowBatch batch, int row) {
        String id = RowException.quoted(eventId(batch, row));
        if (result.kind == EventResult.Kind.DUPLICATE_DECISION) {
            return atId(batch, row, "event id " + id + " was used before, by an equal row");
        }
        if (result.kind != EventResult.Kind.REFUSED) {
            return atId(batch, row, "event " + id + " got no decision but " + result.kind);
        }
        RejectCode code = result.rejectCode;
        if (code == RejectCode.CONFLICT) {
            return atId(batch, row, "event id " + id + " was used before, by a row that differs");
        }
        if (code == RejectCode.TOO_LATE) {
            return new RowException(
                    batch.line[row],
                    batch.timeColumn[row],
                    "event " + id + " lies too far before an earlier row to be counted");
        }
        if (code == RejectCode.CAPACITY) {
            return noRoom(batch, row);
        }
        return atId(batch, row, "the engine refuses event " + id + ": " + code);
    }

    /** The error of a row whose turn it was when there was no room for a label. */
    RowException noRoom(RowBatch batch, int row) {
        String id = RowException.quoted(eventId(batch, row));
        return atId(batch, row, "no room for event " + id + ": " + engine.limitReached());
    }

    private static RowException atId(RowBatch batch, int row, String message) {
        return new RowException(batch.line[row], batch.eventIdColumn[row], message);
    }

    private static String eventId(RowBatch batch, int row) {
        TransactionDecoder decoder = new TransactionDecoder();
        decoder.wrapAndApplyHeader(batch.messages, batch.offset[row], new MessageHeaderDecoder());
        decoder.sbeSkip();
        decoder.sbeRewind();
        decoder.attributes();
        return decoder.eventId();
    }
}
