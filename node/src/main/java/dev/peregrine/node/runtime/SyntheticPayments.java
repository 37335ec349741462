package dev.peregrine.node.runtime;

import dev.peregrine.protocol.codec.Channel;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.MutableDirectBuffer;

/**
 * Made-up payments that differ in every field a policy may look at: a few cards that come back, new
 * devices now and then, small and large amounts, seconds and days between payments. The same
 * numbers give the same payments. One thread.
 */
final class SyntheticPayments {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_S = 3_600;
    private static final Channel[] CHANNELS = {
        Channel.ECOMMERCE, Channel.CHIP, Channel.CONTACTLESS, Channel.ATM
    };
    private static final String[] COUNTRIES = {"DE", "FR", "US", "BR"};
    private static final int[] CATEGORIES = {5411, 5732, 5815, 5947, 6011, 7995};
    private static final int CARDS = 40;
    private static final int MERCHANTS = 25;

    private final TransactionBuilder payment = new TransactionBuilder();
    private final int tenantId;
    private final int currency;
    private long timeNs = START_NS;

    /**
     * @param currency ISO 4217 numeric code of every amount
     */
    SyntheticPayments(int tenantId, int currency) {
        this.tenantId = tenantId;
        this.currency = currency;
    }

    /** Time of the payment encoded last, epoch nanoseconds. */
    long timeNs() {
        return timeNs;
    }

    /** Encodes a payment at 0, a while after the one before; gives its length. */
    int encode(int number, MutableDirectBuffer buffer) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        int card = pick(mixed, 0, CARDS);
        int merchant = pick(mixed, 8, MERCHANTS);
        int country = pick(mixed, 16, COUNTRIES.length);
        long pauseS = pick(mixed, 20, 3) == 0 ? pick(mixed, 24, (int) LONGEST_PAUSE_S) : 1;
        timeNs += pauseS * SECOND_NS;
        return payment.reset()
                .tenantId(tenantId)
                .eventId("warm-up-" + number)
                .eventTimeNs(timeNs)
                .channel(CHANNELS[pick(mixed, 12, CHANNELS.length)])
                .amount(pick(mixed, 4, 4) == 0 ? 150_000 : 100 + pick(mixed, 28, 9_900), currency)
                .merchantCategory(CATEGORIES[pick(mixed, 32, CATEGORIES.length)])
                .merchantCountry(COUNTRIES[country])
                .issuerCountry(COUNTRIES[card % COUNTRIES.length])
                .ip(0, 0xFFFF_0A00_0000L + card)
                .location(1_000_000 * (10 * country + card), 1_000_000 * (30 * country - 40))
                .card("card-" + card)
                .account("account-" + card / 2)
                .merchant("merchant-" + merchant)
                .terminal("terminal-" + merchant)
                .device("device-" + (pick(mixed, 36, 5) == 0 ? number : card))
                .email("customer-" + card)
                .emailDomain(card % 8 == 0 ? "throwaway.example" : "mail.example")
                .encode(buffer, 0);
    }

    private static int pick(long mixed, int shift, int bound) {
        return (int) ((mixed >>> shift & 0x0FFF_FFFF) % bound);
    }
}
