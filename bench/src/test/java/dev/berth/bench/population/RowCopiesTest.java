package dev.berth.bench.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RowCopiesTest {
    private Connection connection;

    @BeforeEach
    void makeTable() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        execute("CREATE TABLE account (id BIGINT PRIMARY KEY, name TEXT, hash TEXT, email TEXT)");
        execute("INSERT INTO account VALUES (1, 'first', 'secret', NULL)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void a_copy_differs_in_the_columns_that_are_named_and_in_no_other() throws Exception {
        RowCopies.of(connection, "account", "name", "first")
                .insert(2, n -> Map.of("id", 2L + n, "name", "copy" + n));

        assertThat(rows())
                .containsExactly(
                        "1 first secret null", "2 copy0 secret null", "3 copy1 secret null");
    }

    @Test
    void a_column_that_the_table_does_not_have_is_left_out() throws Exception {
        var copies = RowCopies.of(connection, "account", "id", 1L);

        copies.insert(1, _ -> Map.of("id", 2L, "project_id", 7L));

        assertThat(copies.has("hash")).isTrue();
        assertThat(copies.has("project_id")).isFalse();
        assertThat(rows()).hasSize(2);
    }

    @Test
    void more_copies_than_a_batch_are_all_there() throws Exception {
        RowCopies.of(connection, "account", "id", 1L).insert(2_500, n -> Map.of("id", 2L + n));

        assertThat(rows()).hasSize(2_501);
    }

    @Test
    void without_the_row_that_is_to_be_copied_it_says_so() {
        assertThatThrownBy(() -> RowCopies.of(connection, "account", "name", "nobody"))
                .isInstanceOf(IOException.class)
                .hasMessage("no row of account has name = nobody");
        assertThatThrownBy(() -> RowCopies.of(connection, "robot", "id", 1L))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read robot");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows() throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT * FROM account ORDER BY id")) {
            while (found.next()) {
                rows.add("%d %s %s %s"
                        .formatted(
                                found.getLong(1),
                                found.getString(2),
                                found.getString(3),
                                found.getString(4)));
            }
        }
        return rows;
    }
}
