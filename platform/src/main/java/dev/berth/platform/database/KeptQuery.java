package dev.berth.platform.database;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.VisitListener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A query whose text is made once, then run with other values; for `…Table` classes.
///
/// jOOQ makes the text of a query each time it is run, which costs more than running
/// most of ours: this is for those that run for each page of a list. What differs
/// between runs is a parameter with a name (`DSL.param`); all else in the query stays
/// what it was when it was built.
///
/// Used by any number of threads, on both databases.
public final class KeptQuery {
    private final ResultQuery<?> query;
    private final Field<?>[] fields;
    private final Map<SQLDialect, Text> texts = new ConcurrentHashMap<>();

    public KeptQuery(ResultQuery<?> query) {
        this.query = query;
        this.fields = query.fields();
    }

    /// What the database is sent, and what stands for each question mark in it.
    private record Text(String sql, List<Param<?>> parameters) {}

    /// The rows, with the fields that the query selects.
    ///
    /// @param values of the parameters, by their names
    /// @throws IllegalArgumentException if one has none
    public List<Record> fetch(Transaction transaction, Map<String, ?> values) {
        var sql = transaction.sql();
        var text = texts.computeIfAbsent(sql.dialect(), _ -> text(sql));
        return sql.connectionResult(connection -> {
            try (var statement = connection.prepareStatement(text.sql())) {
                int index = 0;
                for (var parameter : text.parameters()) {
                    statement.setObject(++index, value(parameter, values));
                }
                try (var rows = statement.executeQuery()) {
                    return sql.fetch(rows, fields);
                }
            }
        });
    }

    private static Object value(Param<?> parameter, Map<String, ?> values) {
        Object value = parameter.getParamName() == null
                ? parameter.getValue()
                : values.get(parameter.getParamName());
        if (value == null) {
            throw new IllegalArgumentException(
                    "the parameter " + parameter.getParamName() + " has no value");
        }
        return value;
    }

    private Text text(DSLContext sql) {
        var parameters = new ArrayList<Param<?>>();
        var watched = sql.configuration().derive(new VisitListener() {
            @Override
            public void visitStart(VisitContext context) {
                QueryPart part = context.queryPart();
                if (part instanceof Param<?> parameter && !parameter.isInline()) {
                    parameters.add(parameter);
                }
            }
        });
        return new Text(watched.dsl().render(query), List.copyOf(parameters));
    }
}
