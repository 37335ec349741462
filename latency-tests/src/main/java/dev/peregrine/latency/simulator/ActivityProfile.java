package dev.peregrine.latency.simulator;

import java.util.List;

/** When people pay: a weight for each hour of the week, with mean 1. */
final class ActivityProfile {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int HOURS_OF_WEEK = 168;
    private static final int DAY_OF_WEEK_OF_EPOCH = 3;
    private static final double NIGHT = 0.15;
    private static final List<ActivityProfile> ALL =
            List.of(
                    new ActivityProfile("000001465345865547775321", 1.0, 1.2),
                    new ActivityProfile("000000123688775666666532", 1.0, 0.9),
                    new ActivityProfile("321000001234555556678876", 0.9, 1.3),
                    new ActivityProfile("000000364444664458886410", 0.8, 1.6));

    private final double[] weights = new double[HOURS_OF_WEEK];
    private final double greatest;

    /** A digit for each hour of the day, and factors for working days and weekends. */
    private ActivityProfile(String hours, double weekday, double weekend) {
        double total = 0;
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            double base = hours.charAt(hour % 24) - '0' + NIGHT;
            weights[hour] = base * (hour / 24 >= 5 ? weekend : weekday);
            total += weights[hour];
        }
        double max = 0;
        for (int hour = 0; hour < HOURS_OF_WEEK; hour++) {
            weights[hour] *= HOURS_OF_WEEK / total;
            max = Math.max(max, weights[hour]);
        }
        greatest = max;
    }

    static ActivityProfile of(int index) {
        return ALL.get(index);
    }

    static int count() {
        return ALL.size();
    }

    /** Weight at a local time: nanoseconds since 1970-01-01T00:00 on the local clock. */
    double weightAt(long localTimeNs) {
        long hours = Math.floorDiv(localTimeNs, HOUR_NS) + DAY_OF_WEEK_OF_EPOCH * 24L;
        return weights[Math.floorMod(hours, HOURS_OF_WEEK)];
    }

    /** Greatest weight of any hour. */
    double greatest() {
        return greatest;
    }
}
