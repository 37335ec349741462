package dev.peregrine.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.peregrine.protocol.CurrencyUnits;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code challengers report} for people. */
final class ChallengersReport {
    private static final int MOST_ROWS = 10;

    private final PrintWriter out;
    private int currency;

    ChallengersReport(PrintWriter out) {
        this.out = out;
    }

    /**
     * @param report as {@code GET /v1/challengers} gives it
     * @param all of all policies, not of the latest only
     */
    void print(JsonNode report, boolean all) {
        int count = 0;
        for (JsonNode policy : report.path("policies")) {
            if (count++ > 0 && !all) {
                return;
            }
            policy(policy);
        }
    }

    private void policy(JsonNode policy) {
        currency = policy.path("base_currency").asInt();
        line(
                "%s version %d decides; amounts in %s",
                policy.path("policy").asText(), policy.path("version").asInt(), currencyCode());
        summary(policy.path("challengers"));
        for (JsonNode challenger : policy.path("challengers")) {
            line("");
            line(
                    "%s: %s, confidence %.4f: %s",
                    challenger.path("name").asText(),
                    challenger.path("recommendation").path("verdict").asText(),
                    challenger.path("recommendation").path("confidence").asDouble(),
                    challenger.path("recommendation").path("why").asText());
            for (JsonNode learner : challenger.path("learners")) {
                line(
                        "its model %s has learned from %s frauds and %s legitimate payments; %s"
                                + " wait",
                        learner.path("model").asText(),
                        number(learner.path("frauds")),
                        number(learner.path("legitimate")),
                        number(learner.path("waiting")));
            }
            details(challenger);
        }
    }

    private void summary(JsonNode challengers) {
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3, 4, 5, 6, 7),
                        "challenger",
                        "scored",
                        "not scored",
                        "decided otherwise",
                        "their money",
                        "frauds it alone stops",
                        "frauds it alone lets pass",
                        "good ones it alone stops",
                        "recommendation");
        for (JsonNode challenger : challengers) {
            JsonNode more = challenger.path("challenger_stops_only");
            JsonNode less = challenger.path("champion_stops_only");
            table.row(
                    challenger.path("name").asText(),
                    number(challenger.path("scored")),
                    number(challenger.path("not_scored")),
                    number(challenger.path("changed").path("count")),
                    money(challenger.path("changed").path("amount_minor")),
                    number(more.path("fraud").path("count")),
                    number(less.path("fraud").path("count")),
                    number(more.path("good").path("count")),
                    challenger.path("recommendation").path("verdict").asText());
        }
        line("");
        table.print(out);
    }

    private void details(JsonNode challenger) {
        JsonNode money = challenger.path("fraud_money_minor");
        line(
                "fraud money it stops beyond the policy's: %s, 95 %% within %s .. %s",
                money(money.path("difference")),
                money(money.path("low")),
                money(money.path("high")));
        TextTable table = tallies("policy", "challenger");
        for (JsonNode cell : challenger.path("decisions")) {
            if (!cell.path("champion").equals(cell.path("challenger"))) {
                row(table, cell, cell.path("champion").asText(), cell.path("challenger").asText());
            }
        }
        line("");
        table.print(out);
        TextTable rules = tallies("decided otherwise, rule fired", "in");
        int count = rules(rules, challenger.path("rules_challenger_only"), "challenger only");
        count += rules(rules, challenger.path("rules_champion_only"), "policy only");
        if (count > 0) {
            line("");
            rules.print(out);
        }
        segments(challenger.path("segments"));
    }

    private void segments(JsonNode segments) {
        TextTable table = tallies("segment, decided otherwise", "value");
        segments.properties()
                .forEach(
                        kind ->
                                largest(kind.getValue(), "changed")
                                        .forEach(
                                                part ->
                                                        row(
                                                                table,
                                                                part.path("changed"),
                                                                kind.getKey(),
                                                                part.path("value").asText())));
        line("");
        table.print(out);
    }

    private int rules(TextTable table, JsonNode rules, String where) {
        List<JsonNode> largest = largest(rules, "");
        largest.forEach(rule -> row(table, rule, rule.path("rule").asText(), where));
        return largest.size();
    }

    private static List<JsonNode> largest(JsonNode list, String member) {
        List<JsonNode> nodes = new ArrayList<>();
        list.forEach(nodes::add);
        Comparator<JsonNode> byCount =
                Comparator.comparingLong(
                        node ->
                                -(member.isEmpty() ? node : node.path(member))
                                        .path("count")
                                        .asLong());
        return nodes.stream()
                .filter(
                        node ->
                                (member.isEmpty() ? node : node.path(member)).path("count").asLong()
                                        > 0)
                .sorted(byCount)
                .limit(MOST_ROWS)
                .toList();
    }

    private static TextTable tallies(String first, String second) {
        return new TextTable(
                Set.of(2, 3, 4, 5, 6),
                first,
                second,
                "payments",
                "money",
                "known frauds",
                "their money",
                "known good");
    }

    private void row(TextTable table, JsonNode tally, String first, String second) {
        table.row(
                first,
                second,
                number(tally.path("count")),
                money(tally.path("amount_minor")),
                number(tally.path("fraud").path("count")),
                money(tally.path("fraud").path("amount_minor")),
                number(tally.path("good").path("count")));
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%,d", value.asLong());
    }

    private String money(JsonNode minor) {
        return String.format(
                Locale.ROOT, "%,.2f", minor.asDouble() / CurrencyUnits.minorUnits(currency));
    }

    private String currencyCode() {
        return Currency.getAvailableCurrencies().stream()
                .filter(c -> c.getNumericCode() == currency)
                .map(Currency::getCurrencyCode)
                .sorted()
                .findFirst()
                .orElse(Integer.toString(currency));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
