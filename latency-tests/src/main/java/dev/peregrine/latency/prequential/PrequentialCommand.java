package dev.peregrine.latency.prequential;

import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.replay.backtest.BacktestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peregrine bench prequential}. */
@Command(
        name = "prequential",
        description = {
            "Measure a model that learns online beside models trained anew for each fold.",
            "The scheme is the Fraud Detection Handbook's: days to train on, a delay in which their"
                    + " labels come in, days to test on; the next fold lies as many days later as"
                    + " are tested. Beside the learner there are a logistic regression and LightGBM"
                    + " on all features of the policy, and ensembles of them: means of margins,"
                    + " margins weighted by a logistic regression over what the models of the fold"
                    + " before said of the days that this one is trained on (stacked), the learner"
                    + " with twice the others, which say no less than the learner's intercept at"
                    + " the start (floored), and what these say with weights that are learned"
                    + " online as the learner's are (online). Customers who were known for fraud by"
                    + " then are left out."
        })
public final class PrequentialCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Transactions with labels, as for backtest.")
    private Path input;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "DIR",
            description = "Policy bundle with one model of format online.")
    private Path policy;

    @Option(
            names = "--params",
            required = true,
            paramLabel = "FILE",
            description = "LightGBM's parameters, key = value, a line each.")
    private Path params;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DAY",
            description =
                    "First day of the first test, such as 2018-06-03. The file must reach back to"
                            + " the days that a fold before the first is trained on.")
    private LocalDate from;

    @Option(names = "--folds", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
    private int folds = 4;

    @Option(
            names = "--train-days",
            paramLabel = "DAYS",
            description = "Default ${DEFAULT-VALUE}. What learns online learns from all that was.")
    private int trainDays = 7;

    @Option(names = "--delay-days", paramLabel = "DAYS", description = "Default ${DEFAULT-VALUE}.")
    private int delayDays = 7;

    @Option(names = "--test-days", paramLabel = "DAYS", description = "Default ${DEFAULT-VALUE}.")
    private int testDays = 7;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description =
                    "Replicates for the intervals of the differences between ensembles and their"
                            + " members, 0 for none. Default ${DEFAULT-VALUE}.")
    private int replicates = 200;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "New directory for what is trained and measured, and prequential.md.")
    private Path out;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        if (folds < 1 || trainDays < 1 || delayDays < 0 || testDays < 1 || replicates < 0) {
            throw new UserException(
                    ExitCode.USAGE,
                    "folds, train and test days are at least 1, the delay and --bootstrap 0");
        }
        if (Files.exists(out)) {
            throw new UserException(ExitCode.USAGE, "--out: " + out + " is there already");
        }
        try {
            measure(new PrequentialRun(input, policy, learner(), TrainingConfig.read(params), out));
        } catch (BacktestException e) {
            throw new UserException(ExitCode.BAD_INPUT, e.getMessage(), e);
        }
        return 0;
    }

    private String learner() throws PolicyException, IOException {
        List<String> learners =
                PolicyLoader.load(policy).models().stream()
                        .filter(model -> model.model() instanceof OnlineModel)
                        .map(ModelSpec::id)
                        .toList();
        if (learners.size() != 1) {
            throw new UserException(
                    ExitCode.BAD_INPUT,
                    policy + ": has " + learners.size() + " models of format online, not one");
        }
        return learners.get(0);
    }

    private void measure(PrequentialRun run)
            throws IOException, PolicyException, BacktestException {
        PrintWriter writer = spec.commandLine().getOut();
        List<Fold> all = Fold.of(from, folds, trainDays, delayDays, testDays);
        List<TestRows> tests = run.run(all, fold -> tell(writer, fold));
        String tables = new PrequentialTable(tests).text();
        if (replicates > 0) {
            PairedBootstrap bootstrap = new PairedBootstrap(tests, replicates, 1);
            tables += DifferenceTable.text(learner(), bootstrap);
        }
        Files.writeString(out.resolve("prequential.md"), tables.stripLeading());
        writer.print(tables);
        writer.flush();
    }

    private static void tell(PrintWriter writer, Fold fold) {
        writer.printf(
                "fold %d: trained on %s .. %s, tested on %s .. %s%n",
                fold.number(),
                fold.trainFrom(),
                fold.trainTo().minusDays(1),
                fold.testFrom(),
                fold.testTo().minusDays(1));
        writer.flush();
    }
}
