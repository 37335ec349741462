package dev.peregrine.latency.peers;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where the rows of a comparison come from. */
public final class PeersRows {
    private static final int LARGE_CUSTOMERS = 1_000_000;
    private static final int LARGE_TERMINALS = 100_000;

    private PeersRows() {}

    /**
     * Reads a file of the Handbook's form.
     *
     * @throws UserException when it cannot be read
     */
    public static PaymentRows ofFile(Path file) {
        try {
            return HandbookCsv.read(file);
        } catch (NoSuchFileException e) {
            throw new UserException(ExitCode.USAGE, "--input " + file + ": no such file", e);
        } catch (IOException e) {
            throw new UserException(ExitCode.FAILURE, e.getMessage(), e);
        }
    }

    /**
     * Generates payments of the Handbook's shape of 1,000,000 customers at 100,000 terminals.
     *
     * @param rows how many; at least 1
     */
    public static PaymentRows large(int rows, long seed) {
        return GeneratedRows.generate(LARGE_CUSTOMERS, LARGE_TERMINALS, rows, seed);
    }
}
