package dev.peregrine.node.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a wrong command line in one line, with a suggestion where a word looks mistyped. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String help = command.getCommandSpec().qualifiedName() + " --help";
        UnmatchedArgumentException unmatched = unmatched(e);
        String problem =
                unmatched != null
                        ? describe(unmatched)
                        : e.getMessage().lines().findFirst().orElse("wrong arguments");
        command.getErr().println("peregrine: " + problem + "; see '" + help + "'");
        command.getErr().flush();
        return ExitCode.USAGE.code();
    }

    /** A mistyped option that is required is missing too: the typing mistake is what to tell. */
    private static UnmatchedArgumentException unmatched(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched;
        }
        List<String> words = e.getCommandLine().getUnmatchedArguments();
        return e instanceof MissingParameterException && !words.isEmpty()
                ? new UnmatchedArgumentException(e.getCommandLine(), words)
                : null;
    }

    private static String describe(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        boolean wantsCommand = !e.getCommandLine().getSubcommands().isEmpty();
        String kind = e.isUnknownOption() ? "option" : wantsCommand ? "command" : "argument";
        List<String> suggestions = e.getSuggestions();
        String hint =
                suggestions.isEmpty()
                        ? ""
                        : " (did you mean '" + String.join("' or '", suggestions) + "'?)";
        return "unknown " + kind + " '" + word + "'" + hint;
    }
}
