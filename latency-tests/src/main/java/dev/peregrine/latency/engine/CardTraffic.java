package dev.peregrine.latency.engine;

import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Transactions of many cards, encoded in batches, so that making them costs nothing while they are
 * measured. The same seed gives the same traffic.
 *
 * <p>Cards pay by a Zipf distribution. A card pays at one of its four usual merchants, or, three
 * times in ten, at one drawn by a Zipf distribution; from one of its two devices, now and then from
 * one that several share; from one of three networks. To 20 cards there is one merchant, to 5 one
 * network of 256 addresses. Times are spaced at random so that a card pays {@value
 * #EVENTS_PER_CARD} times in 30 days in the mean. Allocates nothing after construction. One thread.
 */
final class CardTraffic {
    /** Events of a card in 30 days, in the mean over all cards. */
    static final int EVENTS_PER_CARD = 10;

    private static final int TENANT = 1;
    private static final int EUR = 978;
    private static final int SLOT = 320;
    private static final long START_NS = 1_750_000_000_000_000_000L;
    private static final long THIRTY_DAYS_NS = 30L * 24 * 3_600 * 1_000_000_000L;
    private static final int CARDS_OF_A_MERCHANT = 20;
    private static final int CARDS_OF_A_NETWORK = 5;
    private static final int USUAL_MERCHANTS = 4;
    private static final long MAPPED_IPV4 = 0xFFFF_0000_0000L;
    private static final String[] COUNTRIES = {"DE", "FR", "NL", "AT", "PL", "IT", "ES", "GB"};

    private final TransactionBuilder builder = new TransactionBuilder();
    private final UnsafeBuffer buffer;
    private final int[] cards;
    private final long[] times;
    private final int[] amounts;
    private final int[] lengths;
    private final WorkloadRandom random;
    private final ZipfDistribution cardRanks;
    private final ZipfDistribution merchantRanks;
    private final int merchantCount;
    private final int networkCount;
    private final long meanGapNs;
    private final byte[] id = new byte[12];
    private final byte[] token = new byte[16];
    private long timeNs = START_NS;
    private long number;

    /**
     * @param cards number of cards
     * @param skew of the Zipf distributions
     * @param batchSize transactions in a batch
     */
    CardTraffic(int cards, double skew, int batchSize, long seed) {
        merchantCount = Math.max(1, cards / CARDS_OF_A_MERCHANT);
        networkCount = Math.max(1, cards / CARDS_OF_A_NETWORK);
        meanGapNs = THIRTY_DAYS_NS / ((long) cards * EVENTS_PER_CARD);
        cardRanks = new ZipfDistribution(cards, skew);
        merchantRanks = new ZipfDistribution(merchantCount, skew);
        random = new WorkloadRandom(seed);
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(batchSize * SLOT));
        this.cards = new int[batchSize];
        times = new long[batchSize];
        amounts = new int[batchSize];
        lengths = new int[batchSize];
    }

    /** Encodes the next batch in place of the one before. */
    void prepare() {
        for (int i = 0; i < cards.length; i++) {
            encode(i);
        }
    }

    /** Where the batch lies. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Number of transactions in a batch. */
    int batchSize() {
        return cards.length;
    }

    /** Where a transaction of the batch begins. */
    int offset(int index) {
        return index * SLOT;
    }

    /** Length of a transaction of the batch, bytes. */
    int length(int index) {
        return lengths[index];
    }

    /** Event time of a transaction of the batch. */
    long timeNs(int index) {
        return times[index];
    }

    /** Number of a transaction's card, 0 .. cards - 1. */
    int card(int index) {
        return cards[index];
    }

    /** Amount of a transaction in minor units. */
    int amountMinor(int index) {
        return amounts[index];
    }

    private void encode(int index) {
        timeNs += 1 + (long) (random.nextDouble() * 2 * meanGapNs);
        int card = cardRanks.next(random);
        int merchant =
                random.nextInt(10) < 3
                        ? merchantRanks.next(random)
                        : usualMerchant(card, random.nextInt(USUAL_MERCHANTS));
        long device = random.nextInt(20) == 0 ? card / 50 : (card + 1L) << 32 | random.nextInt(2);
        int network = WorkloadRandom.choose(card * 3L + random.nextInt(3), networkCount);
        cards[index] = card;
        times[index] = timeNs;
        amounts[index] = 100 + random.nextInt(20_000);
        digits(++number);
        builder.reset()
                .tenantId(TENANT)
                .eventId(id, 0, id.length)
                .eventTimeNs(timeNs)
                .amount(amounts[index], EUR)
                .merchantCountry(COUNTRIES[merchant % COUNTRIES.length])
                .location(place(merchant, 45_000_000), place(~merchant, 5_000_000))
                .ip(0, MAPPED_IPV4 | (10L << 24) + ((long) network << 8) + (network & 0x7F) + 1);
        key(KeyField.CARD, card);
        key(KeyField.MERCHANT, merchant);
        key(KeyField.DEVICE, device);
        lengths[index] = builder.encode(buffer, offset(index));
    }

    private int usualMerchant(int card, int which) {
        return WorkloadRandom.choose((long) card * USUAL_MERCHANTS + which, merchantCount);
    }

    private static int place(int merchant, int fromMicro) {
        return fromMicro + WorkloadRandom.choose(merchant, 9_000_000);
    }

    /** A token of 16 characters. */
    private void key(KeyField field, long value) {
        long mixed = WorkloadRandom.mix(value + field.code());
        for (int i = 0; i < token.length; i++, mixed >>>= 4) {
            token[i] = (byte) ('a' + (mixed & 0xF));
        }
        builder.key(field, token, 0, token.length);
    }

    private void digits(long value) {
        long rest = value;
        for (int i = id.length - 1; i >= 0; i--) {
            id[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
