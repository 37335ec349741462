package dev.peregrine.node.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Print the version, the JDK and the machine.")
final class VersionCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("peregrine %s%n", Version.current());
        out.printf(
                "java      %s (%s)%n",
                System.getProperty("java.runtime.version"), System.getProperty("java.vendor"));
        out.printf(
                "machine   %s %s, %s, %d processors%n",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
