package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.AmountParser;
import dev.peregrine.replay.backtest.csv.CsvReader;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.csv.TimeParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Guesses from the names of a CSV file's columns and its first rows how they could be read. A guess
 * is for a person to approve, never used as it is.
 */
public final class MappingGuess {
    private static final int ROWS = 100;
    private static final List<String> PATTERNS =
            List.of(
                    "yyyy-MM-dd HH:mm:ss",
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    "yyyy-MM-dd'T'HH:mm:ss",
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
                    "yyyy-MM-dd HH:mm:ss.SSS",
                    "yyyy-MM-dd'T'HH:mm:ssXXX",
                    "dd.MM.yyyy HH:mm:ss",
                    "dd/MM/yyyy HH:mm:ss");

    /** Parts of names, the surest first, for each of the mapping's columns. */
    private static final Map<String, List<String>> NAMES = names();

    private final List<String> columns;
    private final List<List<String>> rows;
    private final Map<String, String> found = new LinkedHashMap<>();

    private MappingGuess(List<String> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * A guess as the text of an {@code input.yaml}, or nothing where the file is no CSV or has no
     * columns that could be an id, a time and an amount.
     *
     * @throws IOException when the file cannot be read
     */
    public static Optional<String> of(Path path) throws IOException {
        try (BufferedInputStream in = FileFormat.decompressed(Files.newInputStream(path))) {
            if (FileFormat.of(in) != FileFormat.CSV) {
                return Optional.empty();
            }
            CsvReader reader = new CsvReader(in);
            List<List<String>> records = new ArrayList<>();
            while (records.size() <= ROWS && reader.next()) {
                List<String> record = new ArrayList<>();
                for (int i = 0; i < reader.fieldCount(); i++) {
                    record.add(reader.text(i));
                }
                records.add(record);
            }
            if (records.size() < 2) {
                return Optional.empty();
            }
            return new MappingGuess(records.get(0), records.subList(1, records.size())).yaml();
        } catch (RowException e) {
            return Optional.empty();
        }
    }

    private Optional<String> yaml() {
        Optional<String> pattern = time();
        NAMES.forEach((role, parts) -> find(role, parts));
        if (pattern.isEmpty() || !found.containsKey("event_id") || !found.containsKey("amount")) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        for (String role : found.keySet()) {
            if (role.startsWith("key ")) {
                keys.add("    " + role.substring(4) + ": " + quoted(found.get(role)));
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder yaml = new StringBuilder("csv:\n");
        yaml.append("  event_id: ").append(quoted(found.get("event_id"))).append('\n');
        yaml.append("  time: {column: ").append(quoted(found.get("time")));
        yaml.append(", pattern: ").append(quoted(pattern.get())).append("}\n");
        yaml.append("  amount: {column: ").append(quoted(found.get("amount")));
        yaml.append(", scale: 2, rounding: half_even, tolerance: 1e-6}\n");
        yaml.append("  currency: EUR\n");
        yaml.append("  keys:\n").append(String.join("\n", keys)).append('\n');
        if (found.containsKey("label")) {
            yaml.append("  label: {column: ").append(quoted(found.get("label")));
            yaml.append(", delay: 7d}\n");
        }
        return Optional.of(yaml.toString());
    }

    /** Finds the time's column by what is in it: the first whose values fit a known pattern. */
    private Optional<String> time() {
        for (int i = 0; i < columns.size(); i++) {
            for (String pattern : PATTERNS) {
                TimeParser parser = new TimeParser(pattern);
                if (all(i, bytes -> parser.parse(bytes, 0, bytes.length) != TimeParser.INVALID)) {
                    found.put("time", columns.get(i));
                    return Optional.of(pattern);
                }
            }
        }
        return Optional.empty();
    }

    private void find(String role, List<String> parts) {
        for (String part : parts) {
            for (int i = 0; i < columns.size(); i++) {
                String name = columns.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
                if (name.contains(part) && !found.containsValue(columns.get(i)) && fits(role, i)) {
                    found.put(role, columns.get(i));
                    return;
                }
            }
        }
    }

    private boolean fits(String role, int column) {
        AmountParser amounts = new AmountParser(2, RoundingMode.HALF_EVEN, 1e-6);
        return switch (role) {
            case "amount" -> all(column, bytes -> amounts.parse(bytes, 0, bytes.length) >= 0);
            case "label" ->
                    all(column, bytes -> bytes.length == 1 && (bytes[0] == '0' || bytes[0] == '1'));
            default -> true;
        };
    }

    private interface Check {
        boolean holds(byte[] value);
    }

    private boolean all(int column, Check check) {
        return rows.stream()
                .allMatch(
                        row ->
                                column < row.size()
                                        && check.holds(
                                                row.get(column).getBytes(StandardCharsets.UTF_8)));
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("label", List.of("isfraud", "fraud", "chargeback", "label"));
        names.put("event_id", List.of("transactionid", "eventid", "paymentid", "txid", "id"));
        names.put("amount", List.of("amount", "amt", "value", "sum"));
        names.put("key card", List.of("cardid", "cardtoken", "card", "ccnum"));
        names.put("key account", List.of("customer", "account", "client", "user", "payer"));
        names.put("key merchant", List.of("merchantid", "merchant", "shop", "payee"));
        names.put("key terminal", List.of("terminal", "pos"));
        names.put("key device", List.of("device"));
        names.put("key email_domain", List.of("emaildomain"));
        return names;
    }
}
