package dev.berth.bench.target;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The database of a Berth that the bench started.
///
/// @param jdbcUrl to be opened only while the server is stopped: it does not hear of our changes
/// @param library the folder of its jars
public record Index(String jdbcUrl, Path library) {
    private static final String SQLITE = "jdbc:sqlite:";

    static Index sqlite(Path data, Path library) {
        return new Index(SQLITE + data.resolve("berth.db"), library);
    }

    public boolean isSqlite() {
        return jdbcUrl.startsWith(SQLITE);
    }

    /// A connection whose first transaction has begun.
    public Connection open() throws IOException {
        try {
            Connection connection = DriverManager.getConnection(jdbcUrl);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new IOException("cannot open " + jdbcUrl, e);
        }
    }
}
