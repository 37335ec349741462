package dev.peregrine.gateway.json;

/**
 * Reads times as RFC 3339 writes them, such as {@code 2026-01-31T12:00:00.123456789+01:00}, without
 * allocation. Years 1970 to 2261, at most nine decimals of a second, no leap second.
 */
final class Rfc3339 {
    /** What {@link #parse} answers for a text that is not such a time. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int DATE_TIME_LENGTH = 19;
    private static final int MAX_DECIMALS = 9;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Rfc3339() {}

    /** Nanoseconds since 1970-01-01T00:00:00Z, or {@link #INVALID}. */
    static long parse(CharSequence text) {
        if (text.length() <= DATE_TIME_LENGTH
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) != 'T' && text.charAt(10) != 't')
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return INVALID;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if (year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1) {
            return INVALID;
        }
        if (day > daysOf(year, month) || !isTime(hour, minute) || second < 0 || second > 59) {
            return INVALID;
        }
        int position = DATE_TIME_LENGTH;
        long nanos = 0;
        if (text.charAt(position) == '.') {
            int decimals = 0;
            position++;
            while (position < text.length() && isDigit(text.charAt(position))) {
                nanos = nanos * 10 + text.charAt(position++) - '0';
                decimals++;
                if (decimals > MAX_DECIMALS) {
                    return INVALID;
                }
            }
            if (decimals == 0) {
                return INVALID;
            }
            for (int i = decimals; i < MAX_DECIMALS; i++) {
                nanos *= 10;
            }
        }
        int offsetMinutes = offsetMinutes(text, position);
        if (offsetMinutes == Integer.MIN_VALUE) {
            return INVALID;
        }
        long minutes = daysSince1970(year, month, day) * 1440 + hour * 60L + minute - offsetMinutes;
        return (minutes * 60 + second) * 1_000_000_000L + nanos;
    }

    private static int offsetMinutes(CharSequence text, int position) {
        int left = text.length() - position;
        if (left == 1 && (text.charAt(position) == 'Z' || text.charAt(position) == 'z')) {
            return 0;
        }
        if (left != 6 || text.charAt(position + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        char sign = text.charAt(position);
        int hours = number(text, position + 1, 2);
        int minutes = number(text, position + 4, 2);
        if ((sign != '+' && sign != '-') || !isTime(hours, minutes)) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 60 + minutes;
        return sign == '-' ? -offset : offset;
    }

    private static boolean isTime(int hour, int minute) {
        return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
    }

    private static int daysOf(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS[month - 1];
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Counts in years that begin in March, so that a leap day ends its year. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int m = month > 2 ? month - 3 : month + 9;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469;
    }

    private static int number(CharSequence text, int position, int digits) {
        int value = 0;
        for (int i = position; i < position + digits; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
