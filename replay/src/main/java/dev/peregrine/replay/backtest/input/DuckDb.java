package dev.peregrine.replay.backtest.input;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * DuckDB in memory, for Parquet. Two threads, a bound on memory, no extensions loaded from anywhere
 * and no settings that reach the network.
 */
public final class DuckDb {
    private static final String MEMORY = "512MB";

    private DuckDb() {}

    /**
     * A connection to a database of its own.
     *
     * @throws IOException when DuckDB is not there
     */
    public static Connection connect() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET threads = 2");
                statement.execute("SET memory_limit = '" + MEMORY + "'");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
            }
            return connection;
        } catch (SQLException e) {
            throw new IOException("Parquet is read and written by DuckDB: " + e.getMessage(), e);
        }
    }

    /** A name in double quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in single quotes. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** What DuckDB says, on one line. */
    public static IOException failure(SQLException e) {
        return new IOException(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; "), e);
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // What went wrong before is what is told.
        }
    }
}
