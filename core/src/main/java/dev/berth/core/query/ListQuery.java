package dev.berth.core.query;

import dev.berth.platform.database.Listing.Condition;
import dev.berth.platform.database.Listing.Match;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `q`: conditions between commas.
///
/// | written | means |
/// |---|---|
/// | `k=v` | equal; a leading `\` takes its meaning from the next character |
/// | `k=~v` | has `v` in it |
/// | `k=[a~b]` | from `a` to `b`, either may be left out |
/// | `k={a b 'c d'}` | one of these |
/// | `k=(a b)` | all of these |
///
/// - `k` may end with `__icontains`, `__in`, `__gte`, `__lte` or `__exact`, which says the same in
///   other words.
/// - The text is percent-decoded once more, as Harbor does. No value can have a comma in it.
/// - At most [#CONDITIONS_MAX] conditions, where each element of `(…)` is one: a database
///   takes no expression of any depth.
public final class ListQuery {
    static final int CONDITIONS_MAX = 100;

    private ListQuery() {}

    /// The conditions, in the order written; none for an empty text.
    ///
    /// @throws ListQueryException if it cannot be read
    public static List<Condition> parse(String text) {
        var conditions = new ArrayList<Condition>();
        if (text.isEmpty()) {
            return conditions;
        }
        for (var part : decoded(text).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new ListQueryException("`" + part + "` is no condition: write key=value");
            }
            conditions.add(condition(part.substring(0, equals), part.substring(equals + 1)));
        }
        requireFew(conditions);
        return conditions;
    }

    private static void requireFew(List<Condition> conditions) {
        int count = 0;
        for (var condition : conditions) {
            count += condition.match() instanceof Match.AllOf(var values) ? values.size() : 1;
        }
        if (count > CONDITIONS_MAX) {
            throw new ListQueryException("q has more than " + CONDITIONS_MAX
                    + " conditions: write {a b} for one of several values");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new ListQueryException("q has a percent sign without two hexadecimal digits");
        }
    }

    private static Condition condition(String key, String value) {
        int suffix = key.indexOf("__");
        if (suffix <= 0) {
            return new Condition(ColumnName.of(key), match(value));
        }
        var match = switch (key.substring(suffix + 2)) {
            case "exact" -> new Match.Equal(value);
            case "icontains" -> new Match.Contains(value);
            case "in" -> new Match.AnyOf(elements(value));
            case "gte" -> new Match.Between(Optional.of(value), Optional.empty());
            case "lte" -> new Match.Between(Optional.empty(), Optional.of(value));
            default -> match(value);
        };
        return new Condition(ColumnName.of(key.substring(0, suffix)), match);
    }

    private static Match match(String value) {
        if (value.isEmpty()) {
            return new Match.Equal(value);
        }
        return switch (value.charAt(0)) {
            case '~' -> new Match.Contains(value.substring(1));
            case '[' -> range(inner(value, ']'));
            case '{' -> new Match.AnyOf(elements(inner(value, '}')));
            case '(' -> new Match.AllOf(elements(inner(value, ')')));
            case '\\' -> new Match.Equal(value.substring(1));
            default -> new Match.Equal(value);
        };
    }

    private static String inner(String value, char end) {
        if (value.length() < 2 || value.charAt(value.length() - 1) != end) {
            throw new ListQueryException("`" + value + "` does not end with " + end);
        }
        return value.substring(1, value.length() - 1);
    }

    private static Match range(String inner) {
        int tilde = inner.indexOf('~');
        if (tilde < 0 || inner.indexOf('~', tilde + 1) >= 0) {
            throw new ListQueryException("`[" + inner + "]` is no range: write [min~max]");
        }
        return new Match.Between(
                bound(inner.substring(0, tilde)), bound(inner.substring(tilde + 1)));
    }

    private static Optional<String> bound(String text) {
        return Optional.of(unquoted(text.strip())).filter(bound -> !bound.isEmpty());
    }

    /// What stands between blanks; a blank inside quotes is part of the element.
    private static List<String> elements(String inner) {
        var elements = new ArrayList<String>();
        int at = 0;
        while (at < inner.length()) {
            char first = inner.charAt(at);
            if (first == ' ') {
                at++;
                continue;
            }
            boolean quoted = first == '\'' || first == '"';
            int end = inner.indexOf(quoted ? first : ' ', at + 1);
            if (quoted && end < 0) {
                throw new ListQueryException("a quote in `" + inner + "` is not closed");
            }
            int next = end < 0 ? inner.length() : end;
            elements.add(inner.substring(quoted ? at + 1 : at, next));
            at = next + 1;
        }
        return elements;
    }

    private static String unquoted(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        boolean quoted = text.length() > 1
                && (first == '\'' || first == '"')
                && text.charAt(text.length() - 1) == first;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
