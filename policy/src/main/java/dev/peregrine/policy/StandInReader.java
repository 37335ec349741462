package dev.peregrine.policy;

import dev.peregrine.policy.StandIn.Categories;
import dev.peregrine.policy.StandIn.Row;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code stand_in} of {@code policy.yaml}. */
final class StandInReader {
    private static final Set<String> KEYS = PolicyReader.ordered("table", "otherwise");
    private static final Set<String> CONDITIONS =
            PolicyReader.ordered("merchants", "merchant_categories", "amount_up_to");
    private static final Set<String> ROW_KEYS =
            PolicyReader.ordered("merchants", "merchant_categories", "amount_up_to", "action");
    private static final int MAX_ROWS = 256;
    private static final int MAX_MERCHANTS = 4096;
    private static final int MAX_CATEGORIES = 256;
    private static final Pattern CATEGORIES = Pattern.compile("(\\d{4})(?:-(\\d{4}))?");

    private StandInReader() {}

    static Optional<StandIn> read(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping standIn = mapping.get().named("stand_in");
        Optional<Action> otherwise = standIn.require("otherwise").flatMap(StandInReader::action);
        Optional<List<Row>> rows =
                standIn.find("table")
                        .map(table -> all(table, "row", MAX_ROWS, StandInReader::row))
                        .orElse(Optional.of(List.of()));
        return rows.isEmpty() || otherwise.isEmpty()
                ? Optional.empty()
                : Optional.of(new StandIn(rows.get(), otherwise.get()));
    }

    private static Optional<Row> row(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(ROW_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping row = mapping.get().named("a row of stand_in");
        Optional<Action> action = row.require("action").flatMap(StandInReader::action);
        if (CONDITIONS.stream().noneMatch(row::has)) {
            row.problem("a row without a condition hides all that follow; say it with 'otherwise'");
            return Optional.empty();
        }
        var merchants =
                row.find("merchants")
                        .map(v -> all(v, "merchant", MAX_MERCHANTS, StandInReader::merchant))
                        .orElse(Optional.of(List.of()));
        var categories =
                row.find("merchant_categories")
                        .map(v -> all(v, "category", MAX_CATEGORIES, StandInReader::categories))
                        .orElse(Optional.of(List.of()));
        var amounts =
                row.find("amount_up_to").map(StandInReader::amounts).orElse(Optional.of(Map.of()));
        if (action.isEmpty() || merchants.isEmpty() || categories.isEmpty() || amounts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Row(
                        new LinkedHashSet<>(merchants.get()),
                        categories.get(),
                        amounts.get(),
                        action.get()));
    }

    private static Optional<Action> action(YamlValue value) {
        return value.choice("action", RulesReader.ACTIONS);
    }

    private static Optional<String> merchant(YamlValue value) {
        return value.text(ProtocolLimits.MAX_KEY_LENGTH);
    }

    private static Optional<Categories> categories(YamlValue value) {
        Optional<Matcher> matcher =
                value.scalar().map(CATEGORIES::matcher).filter(Matcher::matches);
        if (matcher.isEmpty()) {
            value.problem(
                    "a merchant category is four digits such as 5411, or a range such as 5960-5969");
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.get().group(1));
        String end = matcher.get().group(2);
        int last = end == null ? first : Integer.parseInt(end);
        if (last < first) {
            value.problem("the range of merchant categories ends before it begins");
            return Optional.empty();
        }
        return Optional.of(new Categories(first, last));
    }

    /** Greatest amounts in minor units, by currency. */
    private static Optional<Map<Integer, Long>> amounts(YamlValue value) {
        Optional<YamlMapping> mapping = value.anyMapping();
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Map<Integer, Long> amounts = new HashMap<>();
        boolean valid = true;
        for (String code : mapping.get().keys()) {
            Optional<Integer> currency =
                    PolicyReader.currency(code, m -> mapping.get().problemAt(code, m));
            Optional<Long> amount =
                    mapping.get()
                            .find(code)
                            .flatMap(v -> v.wholeNumber(0, ProtocolLimits.MAX_AMOUNT_MINOR));
            valid &= currency.isPresent() && amount.isPresent();
            currency.ifPresent(c -> amount.ifPresent(a -> amounts.put(c, a)));
        }
        if (valid && amounts.isEmpty()) {
            value.problem(
                    "'amount_up_to' names no currency; it is minor units by currency, such as"
                            + " {EUR: 5000}");
            return Optional.empty();
        }
        return valid ? Optional.of(amounts) : Optional.empty();
    }

    /** The entries of a list that is not empty; nothing when one of them is at fault. */
    private static <T> Optional<List<T>> all(
            YamlValue value, String entry, int max, Function<YamlValue, Optional<T>> reader) {
        Optional<List<YamlValue>> entries = value.list(entry, max);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<T> read = new ArrayList<>();
        entries.get().forEach(e -> reader.apply(e).ifPresent(read::add));
        if (entries.get().isEmpty()) {
            value.problem("the list is empty; leave it out instead");
            return Optional.empty();
        }
        return read.size() == entries.get().size() ? Optional.of(read) : Optional.empty();
    }
}
