package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jooq.tools.jdbc.DefaultPreparedStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConnection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StatementCacheTest {
    private static final String INSERT = "insert into numbers(n) values (?)";
    private static final String SELECT = "select n from numbers where n >= ? order by n";

    private Connection connection;
    private StatementCache cache;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (var statement = connection.createStatement()) {
            statement.execute("create table numbers(n integer primary key)");
        }
        cache = new StatementCache(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void a_statement_that_was_closed_serves_the_next_use_of_its_text() throws SQLException {
        insert(1);
        var first = delegate(INSERT);
        insert(2);

        assertThat(delegate(INSERT)).isSameAs(first);
        assertThat(smallestFrom(2)).isEqualTo(2);
        assertThat(smallestFrom(1)).isEqualTo(1);
    }

    @Test
    void two_uses_of_one_text_at_the_same_time_have_statements_of_their_own() throws SQLException {
        insert(1);
        insert(2);
        try (var one = cache.prepareStatement(SELECT);
                var other = cache.prepareStatement(SELECT)) {
            one.setInt(1, 1);
            other.setInt(1, 2);
            try (var ones = one.executeQuery();
                    var others = other.executeQuery()) {
                assertThat(ones.getInt(1)).isEqualTo(1);
                assertThat(others.getInt(1)).isEqualTo(2);
            }
        }
    }

    @Test
    void what_was_bound_is_forgotten() throws SQLException {
        insert(1);
        smallestFrom(1);

        try (var statement = cache.prepareStatement(SELECT);
                var rows = statement.executeQuery()) {
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void a_statement_that_failed_is_not_used_again() throws SQLException {
        insert(1);
        var failed = delegate(INSERT);

        assertThatThrownBy(() -> insert(1)).isInstanceOf(SQLException.class);

        assertThat(failed.isClosed()).isTrue();
        insert(2);
        assertThat(smallestFrom(2)).isEqualTo(2);
    }

    @Test
    void a_read_that_was_left_half_way_holds_nothing_up() throws SQLException {
        insert(1);
        insert(2);
        try (var statement = cache.prepareStatement(SELECT)) {
            statement.setInt(1, 1);
            try (var rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
        }

        try (var statement = connection.createStatement()) {
            statement.execute("drop table numbers"); // locked while a statement reads it
        }
        assertThat(connection.unwrap(SQLiteConnection.class).isClosed()).isFalse();
    }

    @Test
    void only_so_many_are_kept() throws SQLException {
        insert(1);
        var oldest = delegate(INSERT);
        for (int i = 0; i < 1_000; i++) {
            cache.prepareStatement("select " + i).close();
        }

        assertThat(oldest.isClosed()).isTrue();
        assertThat(delegate("select 999").isClosed()).isFalse();
    }

    private void insert(int number) throws SQLException {
        try (var statement = cache.prepareStatement(INSERT)) {
            statement.setInt(1, number);
            statement.executeUpdate();
        }
    }

    private int smallestFrom(int number) throws SQLException {
        try (var statement = cache.prepareStatement(SELECT)) {
            statement.setInt(1, number);
            try (var rows = statement.executeQuery()) {
                return rows.getInt(1);
            }
        }
    }

    /// The driver's statement behind the cached one.
    private PreparedStatement delegate(String sql) throws SQLException {
        try (var statement = cache.prepareStatement(sql)) {
            return ((DefaultPreparedStatement) statement).getDelegatePreparedStatement();
        }
    }
}
