package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.SourceText;
import dev.peregrine.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code zones.yaml} of a bundle's directory, by itself. Reads and writes files. */
public final class ZonesFile {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ZonesFile() {}

    /** Where it lies in a bundle's directory. */
    public static Path path(Path bundleDir) {
        return bundleDir.resolve(BundleFiles.ZONES);
    }

    /**
     * Its zones by name, in order of the file; none when there is no file.
     *
     * @throws PolicyException naming every mistake by file, line and column
     */
    public static Map<String, Zone> read(Path bundleDir) throws IOException, PolicyException {
        Path file = path(bundleDir);
        if (!Files.exists(file)) {
            return Map.of();
        }
        String text = Files.readString(file);
        Problems problems = new Problems();
        int order = BundleFiles.order(BundleFiles.ZONES);
        Map<String, Optional<Zone>> read =
                YamlReader.read(new SourceText(file.toString(), order, text), text, problems)
                        .map(ZonesReader::read)
                        .orElse(Map.of());
        if (!problems.isEmpty()) {
            throw new PolicyException(problems.messages());
        }
        Map<String, Zone> zones = new LinkedHashMap<>();
        read.forEach((name, zone) -> zones.put(name, zone.orElseThrow()));
        return zones;
    }

    /**
     * Replaces the file.
     *
     * @param comment first line of the file, for people
     */
    public static void write(Path bundleDir, Iterable<Zone> zones, String comment)
            throws IOException {
        StringBuilder text = new StringBuilder("# ").append(comment).append("\nzones:\n");
        zones.forEach(zone -> append(zone, text));
        Path written = bundleDir.resolve("." + BundleFiles.ZONES + ".new");
        Files.writeString(written, text);
        Files.move(written, path(bundleDir), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void append(Zone zone, StringBuilder text) {
        int[] offsets = zone.offsetsSeconds();
        long[] transitionsNs = zone.transitionsNs();
        text.append("  ").append(zone.name()).append(":\n");
        text.append("    offset: ").append(offset(offsets[0])).append('\n');
        text.append(transitionsNs.length == 0 ? "" : "    transitions:\n");
        for (int i = 0; i < transitionsNs.length; i++) {
            text.append("      - {at: ")
                    .append(Instant.ofEpochSecond(transitionsNs[i] / NANOS_PER_SECOND))
                    .append(", offset: ")
                    .append(offset(offsets[i + 1]))
                    .append("}\n");
        }
    }

    private static String offset(int seconds) {
        return seconds == 0 ? "+00:00" : ZoneOffset.ofTotalSeconds(seconds).getId();
    }
}
