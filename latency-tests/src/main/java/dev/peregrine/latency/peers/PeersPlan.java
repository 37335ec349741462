package dev.peregrine.latency.peers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What is measured of each contender.
 *
 * @param rounds how often all rows are put through as fast as they go; at least 1
 * @param rates rows a second at which latencies are taken
 * @param warmUpSeconds of each rate, before anything is recorded; state and code are warm by then
 * @param seconds of each rate that are recorded, or less where the rows end before
 */
public record PeersPlan(int rounds, List<Double> rates, double warmUpSeconds, double seconds) {
    /** Checks its values. */
    public PeersPlan {
        if (rounds < 1 || !(warmUpSeconds >= 0) || !(seconds > 0)) {
            throw new IllegalArgumentException(
                    "rounds is "
                            + rounds
                            + ", warm-up "
                            + warmUpSeconds
                            + " s, measured "
                            + seconds
                            + " s: must be at least 1, at least 0 and more than 0");
        }
        for (double rate : rates) {
            if (!(rate >= 1 && rate <= 1e7)) {
                throw new IllegalArgumentException("rate is " + rate + ", must be 1 .. 1e7");
            }
        }
        rates = List.copyOf(rates);
    }

    /** Rows that a rate takes, of those that there are. */
    int rows(double rate, int available) {
        return (int) Math.min(available, rate * (warmUpSeconds + seconds));
    }

    /** Rows of a rate that are not recorded; at most half of the available ones. */
    int warmUpRows(double rate, int available) {
        return (int) Math.min(available / 2.0, rate * warmUpSeconds);
    }

    /** In one argument, for {@link ContenderMain}. */
    String argument() {
        return rounds
                + ":"
                + rates.stream().map(String::valueOf).collect(Collectors.joining(","))
                + ":"
                + warmUpSeconds
                + ":"
                + seconds;
    }

    /** Reads {@link #argument}. */
    static PeersPlan of(String argument) {
        String[] parts = argument.split(":", -1);
        DoubleStream rates =
                Stream.of(parts[1].split(","))
                        .filter(rate -> !rate.isEmpty())
                        .mapToDouble(Double::parseDouble);
        return new PeersPlan(
                Integer.parseInt(parts[0]),
                rates.boxed().toList(),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]));
    }
}
