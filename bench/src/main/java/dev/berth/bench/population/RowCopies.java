package dev.berth.bench.population;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Copies of one row of a table that differ in a few columns.
///
/// Columns that nobody names keep the value of the row that the product wrote.
final class RowCopies {
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final String table;
    private final SequencedMap<String, Object> pattern;

    private RowCopies(Connection connection, String table, SequencedMap<String, Object> pattern) {
        this.connection = connection;
        this.table = table;
        this.pattern = pattern;
    }

    /// Copies of the first row for which `column` is `value`.
    ///
    /// @throws IOException if there is no such row, or no such table
    static RowCopies of(Connection connection, String table, String column, Object value)
            throws IOException {
        String sql = "SELECT * FROM %s WHERE %s = ?".formatted(table, column);
        try (var select = connection.prepareStatement(sql)) {
            select.setObject(1, value);
            try (var rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new IOException(
                            "no row of %s has %s = %s".formatted(table, column, value));
                }
                var pattern = new LinkedHashMap<String, Object>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    pattern.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
                }
                return new RowCopies(connection, table, pattern);
            }
        } catch (SQLException e) {
            throw new IOException("cannot read " + table + ": " + e.getMessage(), e);
        }
    }

    /// Whether the table has that column: what comes later may not be there yet.
    boolean has(String column) {
        return pattern.containsKey(column);
    }

    /// Inserts `count` of them.
    ///
    /// @param changes the columns in which a copy differs, by its number from 0; columns that
    ///     the table does not have are left out
    void insert(int count, IntFunction<Map<String, Object>> changes) throws IOException {
        String sql = "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        table,
                        String.join(", ", pattern.sequencedKeySet()),
                        pattern.sequencedKeySet().stream()
                                .map(_ -> "?")
                                .collect(Collectors.joining(", ")));
        try (var insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < count; i++) {
                bind(insert, changes.apply(i));
                insert.addBatch();
                if ((i + 1) % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IOException("cannot fill " + table + ": " + e.getMessage(), e);
        }
    }

    private void bind(PreparedStatement insert, Map<String, Object> changes) throws SQLException {
        int place = 1;
        for (Map.Entry<String, Object> column : pattern.entrySet()) {
            insert.setObject(place++, changes.getOrDefault(column.getKey(), column.getValue()));
        }
    }
}
