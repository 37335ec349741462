package dev.peregrine.node.cli;

import dev.peregrine.replay.backtest.input.Inputs;
import dev.peregrine.replay.backtest.input.MappingGuess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nothing says how the columns are read: a guess is shown, for a person to approve. */
final class MissingMapping {
    private final Path policy;
    private final Path input;

    MissingMapping(Path policy, Path input) {
        this.policy = policy;
        this.input = input;
    }

    /** What is told, the guess in it. */
    UserException exception() throws IOException {
        String missing =
                policy + ": has no input.yaml, which says how the columns of a file are read";
        Optional<String> guess =
                Files.isReadable(input) ? MappingGuess.of(Inputs.first(input)) : Optional.empty();
        List<String> lines = new ArrayList<>();
        lines.add(missing);
        guess.ifPresent(
                text -> {
                    lines.add(
                            "a guess by "
                                    + input
                                    + ", to be looked through, kept as "
                                    + policy.resolve("input.yaml")
                                    + " or as a file for --mapping:");
                    lines.addAll(text.lines().toList());
                });
        return new UserException(ExitCode.BAD_CONFIGURATION, lines);
    }
}
