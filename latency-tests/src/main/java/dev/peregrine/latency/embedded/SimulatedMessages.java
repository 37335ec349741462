package dev.peregrine.latency.embedded;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.IsoType;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.SimulatedTransaction;
import dev.peregrine.latency.simulator.TrafficSimulator;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The transactions of a simulator's live phase as requests of ISO 8583:1987 in ASCII (0100), each
 * behind its length. The trace number is the request's number.
 */
public final class SimulatedMessages implements BodySource {
    /** Trace numbers have six digits. */
    public static final int TRACES = 1_000_000;

    private static final int REQUEST = 0x0100;
    private static final int LENGTH_BYTES = 2;
    private static final long NS = 1_000_000_000L;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMddHHmmss", Locale.ROOT);

    private final TrafficSimulator simulator;

    /** The simulator's history must be at its end. */
    public SimulatedMessages(TrafficSimulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        simulator.goLive(startEpochNs, ratePerSecond);
    }

    @Override
    public byte[] body(long number, long eventTimeNs) {
        SimulatedEvent event = simulator.nextLive();
        while (event.kind != SimulatedEvent.Kind.TRANSACTION) {
            event = simulator.nextLive();
        }
        ByteBuffer written = message(number, event.transaction).writeToBuffer(LENGTH_BYTES);
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return bytes;
    }

    private static IsoMessage message(long number, SimulatedTransaction payment) {
        String time =
                DATE.format(
                        LocalDateTime.ofInstant(
                                Instant.ofEpochSecond(payment.eventTimeNs / NS), ZoneOffset.UTC));
        IsoMessage message = new IsoMessage();
        message.setType(REQUEST);
        message.setCharacterEncoding("ISO-8859-1");
        message.setValue(2, card(payment.card), IsoType.LLVAR, 0);
        message.setValue(3, "000000", IsoType.NUMERIC, 6);
        message.setValue(4, Long.toString(payment.amountMinor), IsoType.NUMERIC, 12);
        message.setValue(7, time, IsoType.NUMERIC, 10);
        message.setValue(11, Long.toString(number % TRACES), IsoType.NUMERIC, 6);
        message.setValue(12, time.substring(4), IsoType.NUMERIC, 6);
        message.setValue(13, time.substring(0, 4), IsoType.NUMERIC, 4);
        message.setValue(18, payment.merchantCategory, IsoType.NUMERIC, 4);
        message.setValue(22, payment.online() ? "810" : "051", IsoType.NUMERIC, 3);
        message.setValue(25, payment.online() ? "59" : "00", IsoType.NUMERIC, 2);
        message.setValue(32, "12345678", IsoType.LLVAR, 0);
        message.setValue(37, String.format(Locale.ROOT, "%012d", number), IsoType.ALPHA, 12);
        message.setValue(41, "T" + Math.floorMod(payment.terminal, 10_000_000), IsoType.ALPHA, 8);
        message.setValue(42, "M" + payment.merchant, IsoType.ALPHA, 15);
        message.setValue(
                43,
                String.format(Locale.ROOT, "%-38s%s", "SHOP", payment.merchantCountry()),
                IsoType.ALPHA,
                40);
        message.setValue(49, Integer.toString(payment.currency), IsoType.ALPHA, 3);
        return message;
    }

    private static String card(long card) {
        return String.format(Locale.ROOT, "4%015d", Math.floorMod(card, 1_000_000_000_000_000L));
    }
}
