package dev.peregrine.scoring.rules;

import java.util.List;
import java.util.SplittableRandom;

/** Makes conditions as an analyst could write them, in CEL; the same for the same seed. */
final class RandomConditions {
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> INTEGERS =
            List.of(
                    "tx.amount_minor",
                    "tx.merchant_category",
                    "tx.hour",
                    "tx.day_of_week",
                    "attr.n",
                    "attr.m");
    private static final List<String> DOUBLES = List.of("tx.latitude", "tx.longitude", "attr.d");
    private static final List<String> BOOLEANS =
            List.of("outcome.known", "outcome.approved", "outcome.declined", "attr.b");
    private static final List<String> TEXTS =
            List.of(
                    "tx.currency",
                    "tx.channel",
                    "tx.purpose",
                    "tx.merchant_country",
                    "tx.issuer_country",
                    "tx.card",
                    "tx.merchant",
                    "tx.device",
                    "tx.email_domain",
                    "outcome.response_code",
                    "attr.s");
    private static final List<String> TEXT_LITERALS =
            List.of(
                    "EUR",
                    "USD",
                    "JPY",
                    "atm",
                    "ecommerce",
                    "unknown",
                    "authorisation",
                    "DE",
                    "FR",
                    "c1",
                    "c2",
                    "c",
                    "",
                    "Z\u00fcrich",
                    "\u4eac",
                    "00",
                    "05",
                    "85");
    private static final List<String> IP_LITERALS =
            List.of("192.0.2.1", "2001:db8::1", "2001:DB8::1", "none");

    private final SplittableRandom random;

    RandomConditions(long seed) {
        random = new SplittableRandom(seed);
    }

    String next() {
        return next(3);
    }

    private String next(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> "(" + next(depth - 1) + " && " + next(depth - 1) + ")";
            case 1 -> "(" + next(depth - 1) + " || " + next(depth - 1) + ")";
            default -> "!(" + next(depth - 1) + ")";
        };
    }

    private String leaf() {
        return switch (random.nextInt(12)) {
            case 0 -> of(BOOLEANS);
            case 1 -> "has(" + of(of(List.of(INTEGERS, DOUBLES, BOOLEANS, TEXTS))) + ")";
            case 2 -> random.nextBoolean() ? "true" : "false";
            case 3 -> of(INTEGERS) + " in " + list(this::integer);
            case 4 -> of(TEXTS) + " in " + list(this::text);
            case 5 -> of(TEXTS) + " " + of(COMPARISONS) + " " + of(TEXTS);
            case 6 -> of(TEXTS) + " " + of(COMPARISONS) + " " + text();
            case 7 -> of(BOOLEANS) + " " + of(COMPARISONS) + " " + bool();
            case 8 -> ip();
            case 9 -> ordered();
            case 10 -> number(DOUBLES, this::decimal);
            default -> number(INTEGERS, this::integer);
        };
    }

    private String number(List<String> fields, Source literal) {
        String comparison = " " + of(COMPARISONS) + " ";
        return switch (random.nextInt(4)) {
            case 0 -> of(fields) + comparison + of(fields);
            case 1 -> literal.next() + comparison + of(fields);
            default -> of(fields) + comparison + literal.next();
        };
    }

    private String ordered() {
        String comparison = " " + COMPARISONS.get(2 + random.nextInt(4)) + " ";
        return switch (random.nextInt(4)) {
            case 0 -> of(INTEGERS) + comparison + of(DOUBLES);
            case 1 -> of(DOUBLES) + comparison + of(INTEGERS);
            case 2 -> of(INTEGERS) + comparison + decimal();
            default -> of(DOUBLES) + comparison + integer();
        };
    }

    private String ip() {
        return random.nextBoolean()
                ? "tx.ip in " + list(() -> '"' + of(IP_LITERALS) + '"')
                : "tx.ip " + COMPARISONS.get(random.nextInt(2)) + " \"" + of(IP_LITERALS) + '"';
    }

    private interface Source {
        String next();
    }

    private String list(Source entry) {
        StringBuilder list = new StringBuilder("[").append(entry.next());
        for (int i = random.nextInt(4); i > 0; i--) {
            list.append(", ").append(entry.next());
        }
        return list.append(']').toString();
    }

    private String integer() {
        return random.nextInt(20) == 0
                ? of(List.of("9223372036854775807", "-9223372036854775807", "9007199254740993"))
                : Integer.toString(random.nextInt(12) - 2);
    }

    private String decimal() {
        return of(List.of("0.0", "-0.0", "1.0", "3.5", "-1.5", "1e300", "-1e300", "9.3e18"));
    }

    private String text() {
        return '"' + of(TEXT_LITERALS) + '"';
    }

    private String bool() {
        return random.nextBoolean() ? of(BOOLEANS) : random.nextBoolean() ? "true" : "false";
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
