package dev.peregrine.node.cli;

import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.state.EntityStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "List the entity types with how full they are.",
        footer = {
            "",
            "dropped: entities that went because their windows were all empty. evicted: that went,"
                    + " with what they remembered, to make room. saturated: that have lost events"
                    + " to max_events."
        })
final class StateListCommand implements Callable<Integer> {
    @Mixin private StateOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        options.rebuild(StateListCommand::list, spec.commandLine().getOut());
        return ExitCode.OK.code();
    }

    private static List<String> list(ActiveState state) {
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3, 4, 5),
                        "entity",
                        "entities",
                        "capacity",
                        "dropped",
                        "evicted",
                        "saturated");
        for (int e = 0; e < state.store().entityTypes(); e++) {
            EntityStore store = state.store().entity(e);
            table.row(
                    store.layout().name(),
                    number(store.size()),
                    number(store.layout().capacity()),
                    number(store.droppedEntities()),
                    number(store.evictedEntities()),
                    number(store.saturatedEntities()));
        }
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            table.print(out);
        }
        return text.toString().lines().toList();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
