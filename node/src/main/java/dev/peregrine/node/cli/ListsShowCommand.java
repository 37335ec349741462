package dev.peregrine.node.cli;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.protocol.event.IpAddress;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.state.lists.ListEntry;
import dev.peregrine.state.lists.ListTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {
            "Show the lists of a stopped node, the entries of one, or whether a value is on it.",
            "Rebuilds the state from the newest snapshot and the journal; what has ended by the last"
                    + " event is left out."
        })
final class ListsShowCommand implements Callable<Integer> {
    @Mixin private StateOptions options;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LIST",
            description = "Name of a list (default: all lists, without their entries).")
    private String list;

    @Option(
            names = "--value",
            paramLabel = "VALUE",
            description = "A payment's value: shows the entry that it is found by.")
    private String value;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (list == null && value != null) {
            throw new UserException(ExitCode.USAGE, "--value: on which list?");
        }
        options.rebuild(this::show, spec.commandLine().getOut());
        return ExitCode.OK.code();
    }

    private List<String> show(ActiveState state) {
        if (list == null) {
            return summary(state);
        }
        List<ListSpec> lists = state.bundle().lists();
        ListSpec found = ListsOptions.find(list, lists, "policy " + state.bundle().name());
        ListTable table = state.lists().apply(lists.indexOf(found));
        List<ListEntry> entries = new ArrayList<>();
        if (value == null) {
            table.forEach(state.watermarkNs(), entries::add);
            entries.sort(Comparator.comparing(ListEntry::value));
        } else {
            entries.add(
                    find(table, state.watermarkNs())
                            .orElseThrow(
                                    () ->
                                            new UserException(
                                                    ExitCode.FAILURE,
                                                    "'" + value + "' is not on " + list)));
        }
        TextTable rows = new TextTable(Set.of(), "value", "until", "decided", "reason");
        for (ListEntry entry : entries) {
            rows.row(
                    entry.value(),
                    entry.expiresNs() == ListTable.NO_END ? "" : time(entry.expiresNs()),
                    time(entry.decidedNs()),
                    entry.reason());
        }
        return lines(rows);
    }

    private Optional<ListEntry> find(ListTable table, long nowNs) {
        IpAddress address = new IpAddress();
        return switch (table.match()) {
            case CIDR -> {
                if (!address.parse(value)) {
                    throw new UserException(
                            ExitCode.USAGE, "--value: '" + value + "' is no IP address");
                }
                yield table.findIp(address.high(), address.low(), nowNs);
            }
            default -> {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                yield table.find(new UnsafeBuffer(bytes), 0, bytes.length, nowNs);
            }
        };
    }

    private static List<String> summary(ActiveState state) {
        TextTable rows =
                new TextTable(Set.of(3, 4), "list", "purpose", "match", "entries", "capacity");
        List<ListSpec> lists = state.bundle().lists();
        for (int i = 0; i < lists.size(); i++) {
            ListSpec spec = lists.get(i);
            rows.row(
                    spec.name(),
                    spec.purpose().externalName(),
                    spec.match().name().toLowerCase(Locale.ROOT),
                    number(state.lists().apply(i).size(state.watermarkNs())),
                    number(spec.capacity()));
        }
        return lines(rows);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String time(long ns) {
        return Instant.ofEpochSecond(0, ns).toString();
    }

    private static List<String> lines(TextTable rows) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            rows.print(out);
        }
        return text.toString().lines().toList();
    }
}
