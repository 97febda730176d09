package dev.berth.platform.database;

import org.jooq.tools.jdbc.DefaultConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A connection that runs one statement: where each is a snapshot of its own, a second
/// one would see something else.
final class SingleStatement extends DefaultConnection {
    private boolean used;

    SingleStatement(Connection connection) {
        super(connection);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        if (used) {
            throw new IllegalStateException(
                    "a second statement in a query: read() runs several on one snapshot");
        }
        used = true;
        return super.prepareStatement(sql);
    }
}
