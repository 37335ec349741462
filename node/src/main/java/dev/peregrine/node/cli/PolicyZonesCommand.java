package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.Zone;
import dev.peregrine.policy.ZonesFile;
import dev.peregrine.policy.yaml.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "zones",
        description =
                "Write the clock changes of time zones from 2000 to 2050 into the bundle's"
                        + " zones.yaml. Zones that are there already and not named stay as they"
                        + " are.")
final class PolicyZonesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Directory of the bundle.")
    private Path directory;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "ZONE",
            description = "Zones such as Europe/Berlin.")
    private List<String> names;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        if (!Files.isDirectory(directory)) {
            throw new UserException(ExitCode.FAILURE, directory + ": no such directory");
        }
        requireKnown();
        Map<String, Zone> zones = new LinkedHashMap<>(ZonesFile.read(directory));
        names.forEach(name -> zones.put(name, ZoneTransitions.of(name)));
        String version = ZoneRulesProvider.getVersions(names.get(0)).lastKey();
        ZonesFile.write(
                directory,
                zones.values(),
                "Clock changes from 2000 to 2050. Written by ./peregrine policy zones, from"
                        + " time-zone data "
                        + version
                        + ".");
        spec.commandLine()
                .getOut()
                .printf(
                        "OK: %s, %d zones, time-zone data %s%n",
                        ZonesFile.path(directory), zones.size(), version);
        return ExitCode.OK.code();
    }

    private void requireKnown() {
        TreeSet<String> known = new TreeSet<>(ZoneRulesProvider.getAvailableZoneIds());
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            if (name.equals(Zone.UTC.name())) {
                problems.add("zone 'UTC' is always there: leave it out");
            } else if (!known.contains(name)) {
                problems.add("unknown zone '" + name + "'" + Suggestion.of(name, known));
            }
        }
        if (!problems.isEmpty()) {
            throw new UserException(ExitCode.FAILURE, problems);
        }
    }
}
