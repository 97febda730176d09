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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// How SQLite would run the statements of a table class.
public final class QueryPlans {
    private QueryPlans() {}

    /// The steps of all statements that `queries` asks, each of which is told that there is
    /// nothing.
    public static List<String> of(Database database, Consumer<Transaction> queries) {
        var recorder = new Recorder();
        queries.accept(recorder);
        return recorder.statements.stream()
                .flatMap(statement -> explain(database, statement).stream())
                .toList();
    }

    private static List<String> explain(Database database, Statement statement) {
        return database.read(transaction -> transaction
                .sql()
                .resultQuery(
                        "explain query plan " + statement.sql(),
                        statement.values().toArray())
                .fetch("detail", String.class));
    }

    private record Statement(String sql, List<Object> values) {}

    /// Keeps what it is asked and answers that there is nothing.
    private static final class Recorder implements Transaction {
        private static final Result<?> NO_ROWS = DSL.using(SQLDialect.SQLITE).newResult();
        private final List<Statement> statements = new ArrayList<>();
        private final DSLContext sql;

        Recorder() {
            MockDataProvider nothing = asked -> {
                statements.add(new Statement(asked.sql(), Arrays.asList(asked.bindings())));
                return new MockResult[] {new MockResult(0, NO_ROWS)};
            };
            this.sql = DSL.using(new MockConnection(nothing), SQLDialect.SQLITE);
        }

        @Override
        public DSLContext sql() {
            return sql;
        }

        @Override
        public void changed(String topic, String key) {}
    }
}
