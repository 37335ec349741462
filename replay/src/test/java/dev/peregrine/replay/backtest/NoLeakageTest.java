package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that is decided, and no feature, may depend on a label that was not known by then. Two
 * files differ only in labels that become known after a moment; up to that moment everything has to
 * be the same. That the check sees leaks is shown by planting some.
 */
@Timeout(120)
class NoLeakageTest {
    private static final int ROWS = 6000;
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final LocalDateTime CUT = START.plusDays(25);
    private static final Duration DELAY = Duration.ofDays(7);
    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @TempDir private Path directory;
    private PolicyBundle bundle;
    private final List<LocalDateTime> times = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private final List<Boolean> frauds = new ArrayList<>();

    @BeforeEach
    void makePayments() throws Exception {
        bundle = PolicyLoader.load(policyThatLooksAtTheNewest());
        Random random = new Random(17);
        for (int i = 0; i < ROWS; i++) {
            times.add(START.plusMinutes(i * 10L).plusSeconds(random.nextInt(60)));
            int customer = random.nextInt(60);
            int terminal = random.nextInt(25);
            rows.add(customer + "," + terminal + "," + (500 + random.nextInt(9000)) / 100.0);
            frauds.add(random.nextInt(5) == 0);
        }
    }

    /** The shipped policy but that its windows are not delayed: a label counts once it is known. */
    private Path policyThatLooksAtTheNewest() throws Exception {
        Path shipped = Path.of(System.getProperty("peregrine.root"), "policies/fraud-handbook");
        Path policy = directory.resolve("policy");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : paths.toList()) {
                Files.copy(path, policy.resolve(shipped.relativize(path).toString()));
            }
        }
        Path features = policy.resolve("features.yaml");
        Files.writeString(features, Files.readString(features).replace("    delay: 7d\n", ""));
        return policy;
    }

    @Test
    void shouldDecideWithoutLabelsOfTheFuture() throws Exception {
        assertThat(differencesBeforeTheCut(DELAY)).isEmpty();
    }

    @Test
    void shouldSeeLabelsThatCameAnHourTooEarly() throws Exception {
        assertThat(differencesBeforeTheCut(DELAY.minusHours(1))).isNotEmpty();
    }

    @Test
    void shouldSeeLabelsThatAreKnownAtOnce() throws Exception {
        assertThat(differencesBeforeTheCut(Duration.ZERO)).hasSizeGreaterThan(100);
    }

    @Test
    void shouldGoByTheTimeInTheFileWhereThereIsOne() throws Exception {
        List<String> one = run("known-a", DELAY, i -> false, true);
        List<String> other = run("known-b", DELAY, this::isKnownLate, true);
        assertThat(before(CUT, other)).isEqualTo(before(CUT, one)).isNotEmpty();
        assertThat(other).isNotEqualTo(one);
    }

    /** What is said until the cut, with and without other labels that become known after it. */
    private List<String> differencesBeforeTheCut(Duration delay) throws Exception {
        IntPredicate notKnownByThen = i -> times.get(i).plus(DELAY).isAfter(CUT);
        List<String> one = run("a", delay, i -> false, false);
        List<String> other = run("b", delay, notKnownByThen, false);
        assertThat(one).hasSize(ROWS).as("the labels matter later").isNotEqualTo(other);
        List<String> differences = new ArrayList<>();
        for (int i = 0; !times.get(i).isAfter(CUT); i++) {
            if (!one.get(i).equals(other.get(i))) {
                differences.add(one.get(i) + " but " + other.get(i));
            }
        }
        return differences;
    }

    private boolean isKnownLate(int i) {
        return knownAt(i).isAfter(CUT);
    }

    /** Chargebacks take from two to twenty days. */
    private LocalDateTime knownAt(int i) {
        return times.get(i).plusDays(2 + i % 19);
    }

    private List<String> before(LocalDateTime cut, List<String> lines) {
        int count = 0;
        while (count < times.size() && !times.get(count).isAfter(cut)) {
            count++;
        }
        return lines.subList(0, count);
    }

    /** Decisions and features of each row, without its label. */
    private List<String> run(
            String name, Duration delay, IntPredicate flipped, boolean withLabelTimes)
            throws Exception {
        StringBuilder file = new StringBuilder("TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,");
        file.append("TERMINAL_ID,TX_AMOUNT,TX_FRAUD,KNOWN\n");
        for (int i = 0; i < ROWS; i++) {
            boolean fraud = frauds.get(i) ^ flipped.test(i);
            file.append(i + 1).append(',').append(TIMES.format(times.get(i))).append(',');
            file.append(rows.get(i)).append(fraud ? ",1," : ",0,");
            file.append(TIMES.format(knownAt(i))).append('\n');
        }
        Path input = directory.resolve(name + ".csv");
        Files.writeString(input, file);
        Path out = directory.resolve(name);
        try (BacktestEngine engine =
                new BacktestEngine(bundle, ChronicleFeatureStoreFactory.inMemory(), 1 << 16)) {
            BacktestResult result =
                    Backtest.run(
                            new BacktestContext()
                                    .input(input)
                                    .outputDirectory(out)
                                    .mapping(mapping(delay, withLabelTimes))
                                    .candidate(bundle, engine)
                                    .replicates(0)
                                    .emit(EnumSet.allOf(Emission.class)));
            assertThat(result.error()).isNull();
        }
        List<String> decisions = Files.readAllLines(out.resolve("decisions.csv"));
        List<String> features = Files.readAllLines(out.resolve("features.csv"));
        List<String> lines = new ArrayList<>();
        for (int i = 1; i < decisions.size(); i++) {
            lines.add(withoutLabel(decisions.get(i)) + " " + withoutLabel(features.get(i)));
        }
        return lines;
    }

    private static String withoutLabel(String line) {
        return line.substring(0, line.lastIndexOf(','));
    }

    private CsvMapping mapping(Duration delay, boolean withLabelTimes) {
        CsvMapping shipped = bundle.csvMapping().orElseThrow();
        return new CsvMapping(
                shipped.eventId(),
                shipped.time(),
                shipped.timePattern(),
                shipped.amount(),
                shipped.amountScale(),
                shipped.amountRounding(),
                shipped.amountTolerance(),
                shipped.currency(),
                shipped.keys(),
                shipped.label(),
                withLabelTimes ? Optional.of("KNOWN") : Optional.empty(),
                delay.toNanos(),
                Optional.empty());
    }
}
