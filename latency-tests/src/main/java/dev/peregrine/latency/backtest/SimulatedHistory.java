package dev.peregrine.latency.backtest;

import com.github.luben.zstd.ZstdOutputStream;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.SimulatedTransaction;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.Tokens;
import dev.peregrine.latency.simulator.TrafficSimulator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Locale;

/**
 * A file of simulated payments in order of time, CSV under zstd, written as a stream: memory is the
 * population's, whatever the number of rows. The same numbers give the same file. One thread;
 * blocks on the disk.
 */
final class SimulatedHistory {
    /** The columns, as {@link HistoryPolicy} maps them. */
    static final String HEADER =
            "id,time,amount,card,terminal,merchant_category,merchant_country,channel,fraud\n";

    private static final long START_DAY = 19_723;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final double CARDS_OF_A_CUSTOMER = 1.3;
    private static final double SPARE = 1.2;
    private static final int BUFFER_LENGTH = 1 << 20;
    private static final int LONGEST_ROW = 256;

    private final byte[] row = new byte[LONGEST_ROW];
    private final byte[] token = new byte[Tokens.LENGTH];
    private final BitSet cards = new BitSet();
    private byte[] date = new byte[0];
    private long dateDay = Long.MIN_VALUE;
    private int used;
    private long frauds;

    /**
     * What a file came to.
     *
     * @param rows payments
     * @param cards different ones that paid
     * @param frauds payments that are fraud
     * @param bytes of the file
     */
    record Size(long rows, long cards, long frauds, long bytes) {}

    private SimulatedHistory() {}

    /**
     * Writes a file.
     *
     * @param rows how many
     * @param cards how many there are, about; not all of them need to pay
     * @param days over which the rows are spread, about
     */
    static Size write(Path file, long rows, long cards, int days) throws IOException {
        SimulatedHistory history = new SimulatedHistory();
        try (OutputStream out =
                new BufferedOutputStream(
                        new ZstdOutputStream(Files.newOutputStream(file), 1), BUFFER_LENGTH)) {
            history.write(out, simulator(rows, cards, days), rows);
        }
        return new Size(rows, history.cards.cardinality(), history.frauds, Files.size(file));
    }

    private static TrafficSimulator simulator(long rows, long cards, int days) {
        int customers = (int) Math.max(10, Math.round(cards / CARDS_OF_A_CUSTOMER));
        return new TrafficSimulator(
                new SimulatorContext()
                        .customers(customers)
                        .paymentsPerDay(SPARE * rows / ((double) customers * days))
                        .historyDays(3 * days)
                        .nowNs((START_DAY + 3L * days) * DAY_NS));
    }

    private void write(OutputStream out, TrafficSimulator simulator, long rows) throws IOException {
        out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        long written = 0;
        while (written < rows) {
            SimulatedEvent event = simulator.nextOfHistory();
            if (event == null) {
                throw new IOException("the simulated history ended after " + written + " rows");
            }
            if (event.kind == SimulatedEvent.Kind.TRANSACTION) {
                written++;
                put(event.transaction);
                out.write(row, 0, used);
                used = 0;
            }
        }
    }

    private void put(SimulatedTransaction tx) {
        cards.set(Math.toIntExact(tx.card));
        frauds += tx.truth.isFraud() ? 1 : 0;
        number(tx.number);
        comma();
        time(tx.eventTimeNs);
        comma();
        number(tx.amountMinor / 100);
        row[used++] = '.';
        padded(tx.amountMinor % 100);
        comma();
        token(Tokens.card(tx.card, token));
        comma();
        if (!tx.online()) {
            token(Tokens.terminal(tx.terminal, token));
        }
        comma();
        number(tx.merchantCategory);
        comma();
        text(tx.merchantCountry());
        comma();
        text(tx.channel.name().toLowerCase(Locale.ROOT));
        comma();
        row[used++] = (byte) (tx.truth.isFraud() ? '1' : '0');
        row[used++] = '\n';
    }

    private void time(long timeNs) {
        long day = Math.floorDiv(timeNs, DAY_NS);
        if (day != dateDay) {
            dateDay = day;
            date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
        }
        System.arraycopy(date, 0, row, used, date.length);
        used += date.length;
        long second = Math.floorMod(timeNs, DAY_NS) / SECOND_NS;
        row[used++] = ' ';
        padded(second / 3600);
        row[used++] = ':';
        padded(second / 60 % 60);
        row[used++] = ':';
        padded(second % 60);
    }

    private void padded(long value) {
        row[used++] = (byte) ('0' + value / 10);
        row[used++] = (byte) ('0' + value % 10);
    }

    private void number(long value) {
        text(Long.toString(value));
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            row[used++] = (byte) text.charAt(i);
        }
    }

    private void token(int length) {
        System.arraycopy(token, 0, row, used, length);
        used += length;
    }

    private void comma() {
        row[used++] = ',';
    }
}
