package dev.peregrine.replay.backtest.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.policy.CsvMapping;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.Candidate;
import dev.peregrine.replay.backtest.input.Inputs;
import dev.peregrine.replay.backtest.input.JournalSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that the outputs of a backtest depend on: policies by their hashes, input files and
 * lists by length and time of change, and the options.
 *
 * @param parts by what they are called in messages
 */
public record RunIdentity(Map<String, String> parts) {
    private static final int FORMAT = 1;
    private static final String JOURNAL_END = "the journal's end";
    private static final ObjectMapper JSON = new ObjectMapper();

    public RunIdentity {
        parts = new LinkedHashMap<>(parts);
    }

    /** Of a backtest that is about to begin. Reads directories. */
    public static RunIdentity of(BacktestContext context) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("the program", "checkpoint " + FORMAT + ", engine " + context.semanticsVersion());
        StringBuilder policies = new StringBuilder();
        StringBuilder settings = new StringBuilder();
        for (Candidate candidate : context.candidates()) {
            policies.append(candidate.bundle().name()).append(' ');
            policies.append(candidate.bundle().hash().hex()).append(' ');
            settings.append(candidate.engine().settings()).append(' ');
        }
        parts.put("the policy", policies.toString().strip());
        parts.put("the engine's settings", settings.toString().strip());
        Optional<JournalSource> journal = context.journal();
        if (journal.isPresent()) {
            parts.put("the journal", context.input().toRealPath().toString());
            parts.put("the journal's beginning", journal.get().beginning());
            parts.put(JOURNAL_END, Long.toString(journal.get().end()));
        } else {
            parts.put("the input", files(Inputs.files(context.input())));
        }
        parts.put("the mapping of columns", mapping(context.mapping()));
        parts.put("the lists", lists(context));
        parts.putAll(context.options());
        return new RunIdentity(parts);
    }

    /**
     * What is different from another one, for the user. A journal may have grown.
     *
     * @param bytes the other one, from {@link #toBytes}
     * @return empty when they are equal
     */
    public Optional<String> differenceFrom(byte[] bytes) throws IOException {
        Map<String, String> others = parse(bytes);
        for (Map.Entry<String, String> part : parts.entrySet()) {
            if (!part.getKey().equals(JOURNAL_END)
                    && !part.getValue().equals(others.get(part.getKey()))) {
                return Optional.of(part.getKey() + " is not what it was");
            }
        }
        return Optional.empty();
    }

    /**
     * The same, with the journal's end as it was.
     *
     * @param bytes from which there is no difference
     */
    public RunIdentity endingAs(byte[] bytes) throws IOException {
        return new RunIdentity(parse(bytes));
    }

    /** Position at which the journal ended. */
    public long journalEnd() {
        return Long.parseLong(parts.get(JOURNAL_END));
    }

    private static Map<String, String> parse(byte[] bytes) throws IOException {
        return JSON.readValue(bytes, new TypeReference<>() {});
    }

    /** As JSON. */
    public byte[] toBytes() throws IOException {
        return JSON.writeValueAsBytes(parts);
    }

    private static String lists(BacktestContext context) throws IOException {
        if (context.lists().isEmpty()) {
            return "";
        }
        try (Stream<Path> children = Files.list(context.lists().get())) {
            return files(children.sorted().toList());
        }
    }

    private static String files(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path path : files) {
            text.append(path.toRealPath()).append(' ').append(Files.size(path));
            text.append(' ').append(Files.getLastModifiedTime(path)).append('\n');
        }
        return digest(text.toString());
    }

    private static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In an order that is the same in every process. */
    private static String mapping(CsvMapping mapping) {
        return List.of(
                        mapping.eventId(),
                        mapping.time(),
                        mapping.timePattern(),
                        mapping.amount(),
                        mapping.amountScale(),
                        mapping.amountRounding(),
                        mapping.amountTolerance(),
                        mapping.currency(),
                        new TreeMap<>(mapping.keys()),
                        mapping.label(),
                        mapping.labelTime(),
                        mapping.labelDelayNs(),
                        mapping.pastDecision()
                                .map(past -> past.column() + new TreeSet<>(past.declined())))
                .toString();
    }
}
