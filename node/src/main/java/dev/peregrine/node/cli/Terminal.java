package dev.peregrine.node.cli;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {
    private Terminal() {}

    /**
     * True when the process reads from and writes to a terminal. From JDK 22 on there is a console
     * even where there is no terminal, and it has to be asked.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
