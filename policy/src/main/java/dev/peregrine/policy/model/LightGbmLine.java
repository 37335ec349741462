package dev.peregrine.policy.model;

/**
 * A line {@code key=value} of a LightGBM file.
 *
 * @param number line in the file, from 1
 * @param key what is before the first '='; the whole line when there is none
 * @param value what is after it
 */
record LightGbmLine(int number, String key, String value) {
    static LightGbmLine of(int number, String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new LightGbmLine(number, text, "")
                : new LightGbmLine(number, text.substring(0, equals), text.substring(equals + 1));
    }

    /** A mistake at a character of the value. */
    ModelFormatException wrong(int at, String message) {
        return new ModelFormatException(number, key.length() + 2 + at, message);
    }

    /** A mistake that concerns the whole value. */
    ModelFormatException wrong(String message) {
        return wrong(0, message);
    }

    /** A whole number in [min, max]. */
    int integer(int min, int max) throws ModelFormatException {
        return integer(value.strip(), 0, min, max);
    }

    /** Whole numbers, separated by blanks. */
    int[] integers(int count, int min, int max) throws ModelFormatException {
        int[] numbers = new int[count];
        Words words = new Words();
        for (int i = 0; i < count; i++) {
            words.next(i, count);
            numbers[i] = integer(words.word, words.start, min, max);
        }
        words.end(count);
        return numbers;
    }

    /** Unsigned 32-bit numbers, separated by blanks. */
    int[] words32(int count) throws ModelFormatException {
        int[] numbers = new int[count];
        Words words = new Words();
        for (int i = 0; i < count; i++) {
            words.next(i, count);
            try {
                numbers[i] = Integer.parseUnsignedInt(words.word);
            } catch (NumberFormatException e) {
                throw wrong(words.start, "must be a 32-bit word, not '" + words.word + "'");
            }
        }
        words.end(count);
        return numbers;
    }

    /** Finite numbers, separated by blanks. */
    double[] finiteNumbers(int count) throws ModelFormatException {
        double[] numbers = numbers(count);
        for (double number : numbers) {
            if (Double.isInfinite(number)) {
                throw wrong(key + " must be finite numbers");
            }
        }
        return numbers;
    }

    /** Numbers, of which some may be infinite, separated by blanks. */
    double[] numbers(int count) throws ModelFormatException {
        double[] numbers = new double[count];
        Words words = new Words();
        for (int i = 0; i < count; i++) {
            words.next(i, count);
            numbers[i] = number(words);
        }
        words.end(count);
        return numbers;
    }

    private double number(Words words) throws ModelFormatException {
        try {
            double number = Double.parseDouble(words.word.replace("inf", "Infinity"));
            if (!Double.isNaN(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as one that is no number is.
        }
        throw wrong(words.start, key + " must be a number, not '" + words.word + "'");
    }

    private int integer(String word, int start, int min, int max) throws ModelFormatException {
        try {
            int number = Integer.parseInt(word);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw wrong(
                start,
                key
                        + " must be a whole number from "
                        + min
                        + " to "
                        + max
                        + ", not '"
                        + word
                        + "'");
    }

    /** Walks through the words of the value. */
    private final class Words {
        private int start;
        private int end;
        private String word = "";

        void next(int index, int count) throws ModelFormatException {
            skipBlanks();
            if (start == value.length()) {
                throw wrong(
                        start, key + " must have " + count + " numbers; there are only " + index);
            }
            end = value.indexOf(' ', start);
            end = end < 0 ? value.length() : end;
            word = value.substring(start, end);
        }

        void end(int count) throws ModelFormatException {
            skipBlanks();
            if (start < value.length()) {
                throw wrong(start, key + " must have " + count + " numbers; there are more");
            }
        }

        private void skipBlanks() {
            start = end;
            while (start < value.length() && value.charAt(start) == ' ') {
                start++;
            }
        }
    }
}
