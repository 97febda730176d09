package dev.berth.platform.database.testing;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.Transaction;

import org.jooq.DSLContext;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.MockConnection;
import org.jooq.tools.jdbc.MockDataProvider;
import org.jooq.tools.jdbc.MockResult;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// How a database would run the statements of a table class, for the values that they
/// are given.
///
/// PostgreSQL plans by what it knows of the tables: fill them and [#analyze] first.
/// That a co-routine of SQLite's is read as it comes is no step.
public final class QueryPlans {
    private static final String CO_ROUTINE = "CO-ROUTINE ";

    private QueryPlans() {}

    /// The steps of all statements that `queries` asks, each of which is told that there is
    /// nothing.
    public static List<String> of(Database database, Consumer<Transaction> queries) {
        var recorder = new Recorder(
                switch (database.dialect()) {
                    case SQLITE -> SQLDialect.SQLITE;
                    case POSTGRESQL -> SQLDialect.POSTGRES;
                });
        queries.accept(recorder);
        return recorder.statements.stream()
                .flatMap(statement -> explain(database, statement).stream())
                .toList();
    }

    /// Has PostgreSQL find out how many rows these tables have, and of what kind; and
    /// that all of them are visible, as they are some time after they came.
    public static void analyze(Database database, String... tables) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var table : tables) {
                statement.execute("vacuum analyze " + table);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<String> explain(Database database, Statement statement) {
        var explain = switch (database.dialect()) {
            case SQLITE -> "explain query plan ";
            case POSTGRESQL -> "explain ";
        };
        var steps = database.read(transaction -> transaction
                .sql()
                .resultQuery(explain + statement.sql(), statement.values().toArray())
                .fetch(row -> row.get(row.size() - 1, String.class)));
        return withoutCoRoutines(steps);
    }

    private static List<String> withoutCoRoutines(List<String> steps) {
        var others = new ArrayList<>(steps);
        for (var step : steps) {
            if (step.startsWith(CO_ROUTINE)) {
                others.remove("SCAN " + step.substring(CO_ROUTINE.length()));
            }
        }
        return others;
    }

    private record Statement(String sql, List<Object> values) {}

    /// Keeps what it is asked and answers that there is nothing.
    private static final class Recorder implements Transaction {
        private final List<Statement> statements = new ArrayList<>();
        private final DSLContext sql;

        Recorder(SQLDialect dialect) {
            Result<?> noRows = DSL.using(dialect).newResult();
            MockDataProvider nothing = asked -> {
                statements.add(new Statement(asked.sql(), Arrays.asList(asked.bindings())));
                return new MockResult[] {new MockResult(0, noRows)};
            };
            this.sql = DSL.using(new MockConnection(nothing), dialect);
        }

        @Override
        public DSLContext sql() {
            return sql;
        }

        @Override
        public void changed(String topic, String key) {}
    }
}
