package dev.peregrine.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that this was built as. */
public final class Version {
    static final IVersionProvider PROVIDER = () -> new String[] {"peregrine " + current()};

    private Version() {}

    /** Such as {@code 1.2.0} or {@code 1.2.0-SNAPSHOT}. */
    public static String current() {
        try (InputStream in =
                Version.class.getResourceAsStream("/dev/peregrine/node/build.properties")) {
            Properties build = new Properties();
            build.load(in);
            return build.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
