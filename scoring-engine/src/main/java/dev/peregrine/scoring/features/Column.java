package dev.peregrine.scoring.features;

import dev.peregrine.policy.FieldNames;
import dev.peregrine.policy.KeyPart;
import dev.peregrine.policy.ValueField;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.KeyHasher;
import java.util.List;

/** Where a value that is kept with an event comes from. Equal ones are kept once. */
sealed interface Column {
    /** Reads the value from transactions. One thread. */
    @FunctionalInterface
    interface Reader {
        /** The value, or {@link EntityEvent#MISSING}. */
        long read(TransactionView transaction);
    }

    /** Makes the reader. */
    Reader reader(KeyHasher hasher);

    /** What the column holds, for people. */
    String describe(FieldNames names);

    /** True for a number that may be summed; false for what is only compared. */
    boolean summed();

    /** A number of the transaction. */
    record Numeric(ValueField field) implements Column {
        @Override
        public Reader reader(KeyHasher hasher) {
            return transaction -> NumericValues.integer(field, transaction);
        }

        @Override
        public String describe(FieldNames names) {
            return names.of(field);
        }

        @Override
        public boolean summed() {
            return true;
        }
    }

    /** Hash of the key parts whose values are told apart. */
    record Parts(List<KeyPart> of) implements Column {
        public Parts {
            of = List.copyOf(of);
        }

        @Override
        public Reader reader(KeyHasher hasher) {
            return new PartsHash(of, hasher)::valueOf;
        }

        @Override
        public String describe(FieldNames names) {
            return "hash of " + names.of(of);
        }

        @Override
        public boolean summed() {
            return false;
        }
    }

    /** Latitude and longitude in micro-degrees, upper and lower half. */
    record Place() implements Column {
        @Override
        public Reader reader(KeyHasher hasher) {
            return Place::read;
        }

        private static long read(TransactionView transaction) {
            int latitude = transaction.fields().latitudeMicro();
            int longitude = transaction.fields().longitudeMicro();
            return latitude == TransactionDecoder.latitudeMicroNullValue()
                            || longitude == TransactionDecoder.longitudeMicroNullValue()
                    ? EntityEvent.MISSING
                    : Places.pack(latitude, longitude);
        }

        @Override
        public String describe(FieldNames names) {
            return "place";
        }

        @Override
        public boolean summed() {
            return false;
        }
    }
}
