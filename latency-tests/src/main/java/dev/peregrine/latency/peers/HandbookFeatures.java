package dev.peregrine.latency.peers;

import java.util.List;

/** Which features there are, as {@code policies/fraud-handbook} defines them. */
public final class HandbookFeatures {
    /** How many. */
    public static final int COUNT = 15;

    /** Seconds of a day. */
    public static final int DAY = 86_400;

    /** Seconds until a label is known. */
    public static final int LABEL_DELAY = 7 * DAY;

    private static final int[] WINDOW_DAYS = {1, 7, 30};
    private static final int LAST_NIGHT_HOUR = 6;
    private static final int HOUR = 3_600;
    private static final int MONDAY_TO_EPOCH = 3;
    private static final int SATURDAY = 5;

    /** Names, in the policy's order. */
    public static final List<String> NAMES =
            List.of(
                    "TX_AMOUNT",
                    "TX_DURING_WEEKEND",
                    "TX_DURING_NIGHT",
                    "CUSTOMER_ID_NB_TX_1DAY_WINDOW",
                    "CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW",
                    "CUSTOMER_ID_NB_TX_7DAY_WINDOW",
                    "CUSTOMER_ID_AVG_AMOUNT_7DAY_WINDOW",
                    "CUSTOMER_ID_NB_TX_30DAY_WINDOW",
                    "CUSTOMER_ID_AVG_AMOUNT_30DAY_WINDOW",
                    "TERMINAL_ID_NB_TX_1DAY_WINDOW",
                    "TERMINAL_ID_RISK_1DAY_WINDOW",
                    "TERMINAL_ID_NB_TX_7DAY_WINDOW",
                    "TERMINAL_ID_RISK_7DAY_WINDOW",
                    "TERMINAL_ID_NB_TX_30DAY_WINDOW",
                    "TERMINAL_ID_RISK_30DAY_WINDOW");

    private HandbookFeatures() {}

    /** Length of a window in seconds; the windows are 0, 1 and 2. */
    static int windowSeconds(int window) {
        return WINDOW_DAYS[window] * DAY;
    }

    /** True on Saturdays and Sundays, UTC. */
    static boolean isWeekend(int second) {
        return (second / DAY + MONDAY_TO_EPOCH) % 7 >= SATURDAY;
    }

    /** True from midnight until 6:59, UTC. */
    static boolean isNight(int second) {
        return second % DAY / HOUR <= LAST_NIGHT_HOUR;
    }
}
