package dev.peregrine.node.cli;

import dev.peregrine.policy.FieldNames;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.scoring.features.EntityKey;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.state.EntityLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "show", description = "Show what is kept of an entity: windows, lanes and events.")
final class StateShowCommand implements Callable<Integer> {
    @Mixin private StateOptions options;

    @Option(
            names = "--entity",
            required = true,
            paramLabel = "TYPE",
            description = "Entity type, as features.yaml names it.")
    private String entity;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "TOKEN",
            description =
                    "Value of the entity's key; of several parts, in the order of features.yaml, with"
                            + " commas between or an option for each.")
    private List<String> key;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        options.rebuild(this::show, spec.commandLine().getOut());
        return ExitCode.OK.code();
    }

    private List<String> show(ActiveState state) {
        int type = entityType(state);
        EntityPlan plan = state.plan().entity(type);
        FieldNames names = new FieldNames(state.bundle().attributes());
        EntityKey found = new KeyTransaction(state, names).locate(plan, key);
        String dump = state.store().entity(type).dump(found.high(), found.low());
        if (dump.isEmpty()) {
            throw new UserException(
                    ExitCode.FAILURE,
                    "no " + entity + " of key '" + String.join(",", key) + "' is held");
        }
        List<String> lines = new ArrayList<>();
        lines.add("entity   " + entity + " " + String.join(",", key));
        lines.addAll(dump.lines().toList());
        lines.add("");
        legend(lines, "column", plan.legend().columns(names));
        legend(lines, "condition", plan.legend().conditions(names));
        lines.add(
                "amounts and sums are in minor units of currency "
                        + state.bundle().baseCurrency()
                        + "; event keys are numeric ids, or hashes of others");
        return lines;
    }

    private static void legend(List<String> lines, String what, List<String> meanings) {
        for (int i = 0; i < meanings.size(); i++) {
            lines.add(what + " " + i + ": " + meanings.get(i));
        }
    }

    private int entityType(ActiveState state) {
        List<String> names = state.plan().layouts().stream().map(EntityLayout::name).toList();
        int type = names.indexOf(entity);
        if (type < 0) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--entity: no entity type '"
                            + entity
                            + "'"
                            + Suggestion.of(entity, names)
                            + "; there are "
                            + String.join(", ", names));
        }
        return type;
    }
}
