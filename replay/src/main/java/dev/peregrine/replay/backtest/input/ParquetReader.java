package dev.peregrine.replay.backtest.input;

import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.csv.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Parquet file, read by DuckDB as texts, in the file's order and a piece at a time. Where another
 * format has lines, errors give the row's number, from 1. One thread.
 */
final class ParquetReader implements RowReader {
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<String> names;
    private final FieldBytes fields;
    private long row;

    ParquetReader(Path path, List<String> names) throws IOException, MissingColumnsException {
        this.names = names;
        fields = new FieldBytes(names.size());
        connection = DuckDb.connect();
        try {
            refuseMissing(path);
            String columns =
                    names.stream()
                            .map(name -> "CAST(" + DuckDb.quoted(name) + " AS VARCHAR)")
                            .collect(Collectors.joining(", "));
            statement = connection.prepareStatement("SELECT " + columns + " FROM read_parquet(?)");
            statement.setString(1, path.toString());
            rows = statement.executeQuery();
        } catch (SQLException e) {
            DuckDb.closeQuietly(connection);
            throw DuckDb.failure(e);
        } catch (MissingColumnsException | RuntimeException e) {
            DuckDb.closeQuietly(connection);
            throw e;
        }
    }

    private void refuseMissing(Path path) throws SQLException, MissingColumnsException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement empty =
                connection.prepareStatement("SELECT * FROM read_parquet(?) LIMIT 0")) {
            empty.setString(1, path.toString());
            try (ResultSet result = empty.executeQuery()) {
                ResultSetMetaData meta = result.getMetaData();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    found.add(meta.getColumnName(i));
                }
            }
        }
        List<String> problems =
                names.stream()
                        .filter(name -> !found.contains(name))
                        .map(name -> "no column '" + name + "'")
                        .toList();
        if (!problems.isEmpty()) {
            throw new MissingColumnsException(problems, found);
        }
    }

    @Override
    public boolean next() throws IOException {
        fields.clear();
        try {
            if (!rows.next()) {
                return false;
            }
            row++;
            for (int i = 0; i < names.size(); i++) {
                String text = rows.getString(i + 1);
                if (text != null) {
                    fields.set(i, bit(text));
                }
            }
            return true;
        } catch (SQLException e) {
            throw DuckDb.failure(e);
        }
    }

    private static String bit(String text) {
        return text.equals("true") ? "1" : text.equals("false") ? "0" : text;
    }

    @Override
    public int fieldCount() {
        return names.size();
    }

    @Override
    public byte[] bytes() {
        return fields.bytes();
    }

    @Override
    public int offset(int field) {
        return fields.offset(field);
    }

    @Override
    public int length(int field) {
        return fields.length(field);
    }

    @Override
    public String text(int field) {
        return fields.text(field);
    }

    @Override
    public long line() {
        return row;
    }

    @Override
    public int column(int field) {
        return field + 1;
    }

    @Override
    public RowException error(int field, String message) {
        return new RowException(row, column(field), message);
    }

    @Override
    public String raw() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(names.get(i) + "=" + fields.text(i));
        }
        return String.join(" ", values);
    }

    @Override
    public void close() throws IOException {
        try (connection;
                statement;
                rows) {
            row = 0;
        } catch (SQLException e) {
            throw DuckDb.failure(e);
        }
    }
}
