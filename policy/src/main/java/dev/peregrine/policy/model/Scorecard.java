package dev.peregrine.policy.model;

import java.util.List;

/**
 * A scorecard: the margin is the base plus, for each characteristic in the order of the file, the
 * points of the bin that its value falls into.
 *
 * @param inputs names
 * @param base finite
 * @param characteristics one for each input
 */
public record Scorecard(List<String> inputs, double base, List<Characteristic> characteristics)
        implements Model {
    private static final Link NONE = new Link(Link.Kind.NONE);

    /**
     * Points by the value of an input.
     *
     * @param input index of the input
     * @param missing points of a missing value
     * @param bins by ascending bound; the last one is unbounded
     */
    public record Characteristic(int input, double missing, List<Bin> bins) {
        public Characteristic {
            bins = List.copyOf(bins);
        }

        /** Points of a value; NaN is missing. */
        public double of(double value) {
            if (Double.isNaN(value)) {
                return missing;
            }
            int i = 0;
            while (i < bins.size() - 1 && !(value < bins.get(i).below())) {
                i++;
            }
            return bins.get(i).points();
        }
    }

    /**
     * A bin.
     *
     * @param below values less than this, and not in an earlier bin, fall into it; positive
     *     infinity for the last
     * @param points what it adds to the margin
     */
    public record Bin(double below, double points) {}

    public Scorecard {
        inputs = List.copyOf(inputs);
        characteristics = List.copyOf(characteristics);
    }

    @Override
    public boolean isCategorical(int input) {
        return false;
    }

    @Override
    public int marginCount() {
        return 1;
    }

    @Override
    public Link link() {
        return NONE;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        double sum = base;
        for (int i = 0; i < characteristics.size(); i++) {
            Characteristic characteristic = characteristics.get(i);
            sum += characteristic.of(row[characteristic.input()]);
        }
        margins[0] = sum;
    }
}
