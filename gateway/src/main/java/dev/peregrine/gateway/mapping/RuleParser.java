package dev.peregrine.gateway.mapping;

import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.protocol.ProtocolLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes rules of their texts: steps with {@code |} between them, each a name and its arguments. */
final class RuleParser {
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Map<String, CodeTable> tables;

    /**
     * @param tables that rules may name
     */
    RuleParser(Map<String, CodeTable> tables) {
        this.tables = tables;
    }

    /**
     * Makes a rule.
     *
     * @throws RuleException telling what is wrong with its text
     */
    Rule parse(String text) throws RuleException {
        List<Rule.Step> steps = new ArrayList<>();
        String joint = null;
        boolean first = true;
        for (String part : text.split("\\|", -1)) {
            List<String> words = Arrays.asList(part.strip().split(" +", -1));
            RuleName name = RuleName.byName().get(words.get(0));
            List<String> arguments = words.subList(1, words.size());
            if (name == null) {
                throw new RuleException(
                        "unknown rule '"
                                + words.get(0)
                                + "'"
                                + Suggestion.of(words.get(0), RuleName.byName().keySet()));
            }
            if (!name.takes(arguments.size())) {
                throw new RuleException(
                        "rule '" + words.get(0) + "' takes " + name.arity() + " arguments");
            }
            if (name == RuleName.JOIN) {
                if (!first) {
                    throw new RuleException("'join' must be the first step of a rule");
                }
                joint = arguments.isEmpty() ? "" : arguments.get(0);
            } else if (name != RuleName.TEXT) {
                steps.add(step(name, arguments));
            }
            first = false;
        }
        return new Rule(text, joint, steps);
    }

    private Rule.Step step(RuleName name, List<String> arguments) throws RuleException {
        String first = arguments.isEmpty() ? "" : arguments.get(0);
        String second = arguments.size() < 2 ? "" : arguments.get(1);
        return switch (name) {
            case CONSTANT -> (value, input) -> first;
            case TOKEN -> (value, input) -> input.tokens().token(text(value));
            case PREFIX -> (value, input) -> first + text(value);
            case UPPER -> (value, input) -> text(value).toUpperCase(Locale.ROOT);
            case LOWER -> (value, input) -> text(value).toLowerCase(Locale.ROOT);
            case CUT -> cut(number(first), number(second));
            case CODE -> code(table(first));
            case INTEGER -> (value, input) -> Amounts.integer(text(value));
            case DECIMAL -> (value, input) -> decimal(text(value));
            case FLAG -> flag(first, second);
            case MINOR ->
                    (value, input) ->
                            Amounts.ofMajor(text(value), Amounts.currency(input.source(), first));
            case EXPONENT ->
                    (value, input) ->
                            Amounts.rescaled(
                                    text(value),
                                    Amounts.exponent(input.source(), first),
                                    Amounts.currency(input.source(), second));
            case SCALED -> scaled(table(first), second);
            case DATE_TIME -> (value, input) -> Times.dateTime(text(value));
            case TIME -> Times.pattern(first);
            case TIME_NEAR -> Times.nearNow(first);
            case EPOCH_SECONDS -> (value, input) -> Times.epochSeconds(text(value));
            case CURRENCY -> (value, input) -> Amounts.currencyCode(text(value));
            case COUNTRY -> (value, input) -> country(text(value));
            case UUID -> (value, input) -> uuid(text(value));
            case IDENTIFIER -> RuleParser::identifier;
            case LESS -> less(first);
            case NOW -> (value, input) -> Instant.ofEpochSecond(0, input.nowNs()).toString();
            case AGE_DAYS -> Times.ageDays(first, second);
            case EMAIL_DOMAIN -> (value, input) -> emailDomain(text(value));
            case TEXT, JOIN -> throw new IllegalStateException(name.externalName());
        };
    }

    private static Rule.Step cut(int from, int length) {
        return (value, input) -> {
            String text = text(value);
            if (text.length() < from + length) {
                throw new RuleException("must have at least " + (from + length) + " characters");
            }
            return text.substring(from, from + length);
        };
    }

    private static Rule.Step code(CodeTable table) {
        return (value, input) -> {
            String meaning = table.meaning(text(value));
            if (meaning == null) {
                throw new RuleException(
                        "must be one of " + String.join(", ", table.meanings().keySet()));
            }
            return meaning.isEmpty() ? null : meaning;
        };
    }

    private static Rule.Step flag(String yes, String no) {
        return (value, input) -> {
            String text = text(value);
            if (!text.equals(yes) && !text.equals(no)) {
                throw new RuleException("must be " + yes + " or " + no);
            }
            return text.equals(yes);
        };
    }

    private static Rule.Step scaled(CodeTable exponents, String currencyPlace) {
        return (value, input) -> {
            String currency = Amounts.currency(input.source(), currencyPlace);
            String exponent = exponents.meaning(currency);
            long minor = Amounts.integer(text(value));
            return exponent == null
                    ? (Object) minor
                    : Amounts.rescaled(text(value), Amounts.exponent(exponent), currency);
        };
    }

    private static String uuid(String text) throws RuleException {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new RuleException("must be a UUID");
        }
        return text;
    }

    private static Object identifier(Object value, MappingInput input) {
        String text = text(value);
        return text.getBytes(StandardCharsets.UTF_8).length <= ProtocolLimits.MAX_EVENT_ID_LENGTH
                ? text
                : input.tokens().token(text);
    }

    private static Rule.Step less(String place) {
        return (value, input) -> {
            String before = input.source().get(place);
            long less = before == null ? 0 : Amounts.integer(before.strip());
            long difference = Amounts.integer(text(value)) - less;
            if (difference < 0) {
                throw new RuleException("must not be less than " + place);
            }
            return difference;
        };
    }

    private static double decimal(String text) throws RuleException {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && text.length() <= 40) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new RuleException("must be a number");
        }
        throw new RuleException("must be a number");
    }

    private static String country(String text) throws RuleException {
        String alpha2 = CountryNames.alpha2(text);
        if (alpha2 == null) {
            throw new RuleException("must be a country of ISO 3166-1");
        }
        return alpha2;
    }

    private static String emailDomain(String text) throws RuleException {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new RuleException("must be an e-mail address");
        }
        return text.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    private CodeTable table(String name) throws RuleException {
        CodeTable table = tables.get(name);
        if (table == null) {
            throw new RuleException(
                    "unknown table '" + name + "'" + Suggestion.of(name, tables.keySet()));
        }
        return table;
    }

    private static int number(String argument) throws RuleException {
        if (!argument.matches("[0-9]{1,4}")) {
            throw new RuleException("'" + argument + "' must be a whole number");
        }
        return Integer.parseInt(argument);
    }

    private static String text(Object value) {
        return value.toString();
    }
}
