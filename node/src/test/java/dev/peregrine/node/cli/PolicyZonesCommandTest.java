package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.Zone;
import dev.peregrine.policy.ZonesFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class PolicyZonesCommandTest {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Africa/Casablanca",
                "Pacific/Apia",
                "Europe/London"
            })
    void shouldWriteEveryChangeOfTheClock(String name) throws Exception {
        assertThat(run(name)).isZero();

        Zone zone = ZonesFile.read(directory).get(name);
        ZoneId expected = ZoneId.of(name);
        Instant end = Instant.parse("2050-12-31T23:00:00Z");
        for (Instant at = Instant.parse("2000-01-01T00:00:00Z");
                at.isBefore(end);
                at = at.plusSeconds(6 * 3600)) {
            assertThat(zone.offsetSecondsAt(at.getEpochSecond() * NANOS_PER_SECOND))
                    .isEqualTo(expected.getRules().getOffset(at).getTotalSeconds());
        }
    }

    @Test
    void shouldKeepZonesThatAreThereAlready() throws Exception {
        Zone own = new Zone("Own/Zone", new int[] {3600, 0}, new long[] {NANOS_PER_SECOND});
        ZonesFile.write(directory, List.of(own), "ours");

        assertThat(run("Asia/Kolkata", "Europe/Berlin")).isZero();

        Map<String, Zone> zones = ZonesFile.read(directory);
        assertThat(zones).containsOnlyKeys("Own/Zone", "Asia/Kolkata", "Europe/Berlin");
        assertThat(zones.get("Own/Zone")).isEqualTo(own);
        assertThat(out.toString()).startsWith("OK: " + directory.resolve("zones.yaml"));
        assertThat(directory).isDirectoryContaining(file -> file.endsWith("zones.yaml"));
    }

    @Test
    void shouldTellUnknownZones() {
        assertThat(run("Europe/Berln", "UTC")).isNotZero();

        assertThat(err.toString())
                .contains("unknown zone 'Europe/Berln'; did you mean 'Europe/Berlin'?")
                .contains("zone 'UTC' is always there: leave it out");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNotTouchAFileWithMistakes() throws Exception {
        Path file =
                Files.writeString(directory.resolve("zones.yaml"), "zones: {X: {offset: 1h}}\n");

        assertThat(run("Europe/Berlin")).isNotZero();

        assertThat(err.toString()).contains("zones.yaml:1:21: 'offset' must be an offset");
        assertThat(file).hasContent("zones: {X: {offset: 1h}}");
    }

    private int run(String... zones) {
        CommandLine main = Main.commandLine();
        main.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] args = new String[zones.length + 3];
        args[0] = "policy";
        args[1] = "zones";
        args[2] = directory.toString();
        System.arraycopy(zones, 0, args, 3, zones.length);
        return main.execute(args);
    }
}
