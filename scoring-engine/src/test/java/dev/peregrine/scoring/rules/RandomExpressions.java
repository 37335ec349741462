package dev.peregrine.scoring.rules;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes conditions of rules, well typed, of everything that rules can use; the same for the same
 * seed.
 */
final class RandomExpressions {
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> INTEGERS =
            List.of(
                    "tx.amount_minor",
                    "tx.merchant_category",
                    "tx.hour",
                    "tx.day_of_week",
                    "features.i1",
                    "features.i2",
                    "attr.n",
                    "attr.m");
    private static final List<String> DOUBLES =
            List.of("tx.latitude", "tx.longitude", "features.d1", "features.d2", "attr.d");
    private static final List<String> BOOLEANS =
            List.of("tx.stale_time", "features.b1", "features.b2", "attr.b");
    private static final List<String> TEXTS =
            List.of(
                    "tx.event_id",
                    "tx.currency",
                    "tx.channel",
                    "tx.purpose",
                    "tx.merchant_country",
                    "tx.issuer_country",
                    "tx.card",
                    "tx.account",
                    "tx.merchant",
                    "tx.terminal",
                    "tx.device",
                    "tx.email",
                    "tx.email_domain",
                    "tx.ip",
                    "attr.s");
    private static final List<String> TEXT_LITERALS =
            List.of(
                    "EUR",
                    "atm",
                    "ecommerce",
                    "authorisation",
                    "DE",
                    "D",
                    "FR",
                    "c1",
                    "c2",
                    "c",
                    "1",
                    "",
                    "e",
                    "Z\u00fcrich",
                    "rich",
                    "\u00fc",
                    "\u4eac",
                    "\ud83d\ude00",
                    "\uff21",
                    "192.0.2.1",
                    "192.",
                    "2001:db8::1",
                    "none");
    private static final List<String> INTEGER_LITERALS =
            List.of(
                    "9223372036854775807",
                    "-9223372036854775808",
                    "-9223372036854775807",
                    "4611686018427387904",
                    "3037000500",
                    "9007199254740993");
    private static final List<String> DOUBLE_LITERALS =
            List.of(
                    "0.0",
                    "-0.0",
                    "1.0",
                    "2.0",
                    "3.5",
                    "-1.5",
                    "1e300",
                    "-1e300",
                    "9.3e18",
                    "9223372036854775808.0",
                    "-9223372036854775808.0",
                    "1e308");

    private final SplittableRandom random;

    RandomExpressions(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The texts that expressions name. */
    static List<String> textLiterals() {
        return TEXT_LITERALS;
    }

    /** An expression of type bool. */
    String next() {
        return bool(1 + random.nextInt(5));
    }

    private String bool(int depth) {
        if (depth == 0) {
            return random.nextInt(8) == 0 ? bools() : of(BOOLEANS);
        }
        int next = depth - 1;
        return switch (random.nextInt(16)) {
            case 0, 1 -> "(" + bool(next) + " && " + bool(next) + ")";
            case 2, 3 -> "(" + bool(next) + " || " + bool(next) + ")";
            case 4 -> "!(" + bool(next) + ")";
            case 5 -> "(" + bool(next) + " ? " + bool(next) + " : " + bool(next) + ")";
            case 6 -> "has(" + of(of(List.of(INTEGERS, DOUBLES, BOOLEANS, TEXTS))) + ")";
            case 7 -> binary(integer(next), of(COMPARISONS), integer(next));
            case 8 -> binary(decimal(next), of(COMPARISONS), decimal(next));
            case 9 -> binary(text(next), of(COMPARISONS), text(next));
            case 10 -> binary(bool(next), of(COMPARISONS), bool(next));
            case 11 -> mixed(next);
            case 12 -> random.nextBoolean() ? in(next) : listed(next);
            case 13, 14 ->
                    text(next)
                            + "."
                            + of(List.of("startsWith", "endsWith", "contains"))
                            + "("
                            + text(next)
                            + ")";
            default -> of(BOOLEANS);
        };
    }

    private String bools() {
        return random.nextBoolean() ? "true" : "false";
    }

    private static String binary(String left, String operator, String right) {
        return "(" + left + " " + operator + " " + right + ")";
    }

    private String mixed(int depth) {
        String comparison = COMPARISONS.get(2 + random.nextInt(4));
        return random.nextBoolean()
                ? binary(integer(depth), comparison, decimal(depth))
                : binary(decimal(depth), comparison, integer(depth));
    }

    private String in(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "(" + integer(depth) + " in " + list(this::integerLiteral) + ")";
            case 1 -> "(" + decimal(depth) + " in " + list(() -> of(DOUBLE_LITERALS)) + ")";
            case 2 -> "(" + bool(depth) + " in " + list(this::bools) + ")";
            default -> "(" + text(depth) + " in " + list(this::textLiteral) + ")";
        };
    }

    private String listed(int depth) {
        if (random.nextInt(3) == 0) {
            return "(tx.ip in lists.networks)";
        }
        String list = random.nextBoolean() ? "lists.texts" : "lists.prefixes";
        String text = text(depth);
        return "(" + (text.contains("tx.ip") ? "tx.card" : text) + " in " + list + ")";
    }

    private String integer(int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? integerLiteral() : of(INTEGERS);
        }
        int next = depth - 1;
        return switch (random.nextInt(8)) {
            case 0 -> "-(" + integer(next) + ")";
            case 1 -> "size(" + text(next) + ")";
            case 2 -> "int(" + decimal(next) + ")";
            case 3 -> choice(bool(next), integer(next), integer(next));
            case 4, 5 -> binary(integer(next), of(List.of("+", "-", "*", "/", "%")), integer(next));
            default -> of(INTEGERS);
        };
    }

    private String decimal(int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? of(DOUBLE_LITERALS) : of(DOUBLES);
        }
        int next = depth - 1;
        return switch (random.nextInt(8)) {
            case 0 -> "-(" + decimal(next) + ")";
            case 1, 2 -> "double(" + integer(next) + ")";
            case 3 -> choice(bool(next), decimal(next), decimal(next));
            case 4, 5 -> binary(decimal(next), of(List.of("+", "-", "*", "/")), decimal(next));
            default -> of(DOUBLES);
        };
    }

    private String text(int depth) {
        if (depth > 1 && random.nextInt(6) == 0) {
            return choice(bool(depth - 1), text(depth - 1), text(depth - 1));
        }
        return random.nextInt(3) == 0 ? textLiteral() : of(TEXTS);
    }

    private static String choice(String condition, String then, String otherwise) {
        return "(" + condition + " ? " + then + " : " + otherwise + ")";
    }

    private interface Source {
        String next();
    }

    private String list(Source entry) {
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(8) == 0 ? random.nextInt(20) : random.nextInt(4); i > 0; i--) {
            list.append(entry.next()).append(i > 1 ? ", " : "");
        }
        return list.append(']').toString();
    }

    private String integerLiteral() {
        return random.nextInt(6) == 0
                ? of(INTEGER_LITERALS)
                : Integer.toString(random.nextInt(12) - 2);
    }

    private String textLiteral() {
        return '"' + of(TEXT_LITERALS) + '"';
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
