package dev.peregrine.node.cli;

import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The node's own commands. */
public final class NodeCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        CommandLine completion = new CommandLine(new GenerateCompletion());
        completion.getCommandSpec().name("completion");
        return List.of(
                new ServeCommand(),
                new GatewayCommand(),
                new ReplayCommand(),
                new ListsCommand(),
                new KeysCommand(),
                new StateCommand(),
                new SnapshotCommand(),
                new JournalCommand(),
                new AuditCommand(),
                new TopCommand(),
                new ReportCommand(),
                new EvidenceCommand(),
                new ChallengersCommand(),
                new DriftsCommand(),
                new BackupCommand(),
                new RestoreCommand(),
                new BacktestCommand(),
                new PolicyCommand(),
                new ConfigCommand(),
                new VersionCommand(),
                completion);
    }
}
