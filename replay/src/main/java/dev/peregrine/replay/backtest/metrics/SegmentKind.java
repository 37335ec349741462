package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.protocol.codec.Channel;
import java.util.Locale;

/** By what transactions are told apart for measures of their own. */
public enum SegmentKind {
    MERCHANT_CATEGORY {
        @Override
        int value(Observation observation) {
            return observation.merchantCategory;
        }

        @Override
        public String nameOf(int value) {
            return value < 0 || value > 9999 ? NONE : String.format(Locale.ROOT, "%04d", value);
        }
    },
    MERCHANT_COUNTRY {
        @Override
        int value(Observation observation) {
            return observation.merchantCountry;
        }

        @Override
        public String nameOf(int value) {
            return value == 0 ? NONE : "" + (char) (value & 0xFF) + (char) (value >> 8 & 0xFF);
        }
    },
    CHANNEL {
        @Override
        int value(Observation observation) {
            return observation.channel;
        }

        @Override
        public String nameOf(int value) {
            return Channel.get((short) value).name().toLowerCase(Locale.ROOT);
        }
    };

    private static final String NONE = "(none)";

    abstract int value(Observation observation);

    /** Name of a value, for people. */
    public abstract String nameOf(int value);
}
