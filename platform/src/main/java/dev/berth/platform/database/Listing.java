package dev.berth.platform.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which rows of a list are wanted: conditions, an order, and a part of what they leave.
///
/// - Columns go by the names of a [ListColumns]; a name that it does not know says nothing.
/// - `offset` rows are skipped, then at most `rowsMax` are read.
public record Listing(List<Condition> where, List<Order> orderBy, long offset, int rowsMax) {
    public Listing {
        where = List.copyOf(where);
        orderBy = List.copyOf(orderBy);
    }

    /// The same with one condition more.
    public Listing and(String column, Match match) {
        var more = new ArrayList<>(where);
        more.add(new Condition(column, match));
        return new Listing(more, orderBy, offset, rowsMax);
    }

    public record Condition(String column, Match match) {}

    public record Order(String column, boolean descending) {}

    /// What the value of a column must be like; values as the reader of the list writes them.
    public sealed interface Match {
        record Equal(String value) implements Match {}

        /// Has this in it, upper and lower case alike.
        record Contains(String part) implements Match {}

        /// Both ends included; an absent one is open.
        record Between(Optional<String> min, Optional<String> max) implements Match {}

        record AnyOf(List<String> values) implements Match {
            public AnyOf {
                values = List.copyOf(values);
            }
        }

        record AllOf(List<String> values) implements Match {
            public AllOf {
                values = List.copyOf(values);
            }
        }
    }

    /// The rows of a part, and how many there are in all parts.
    public record Part<T>(List<T> rows, long total) {
        public Part {
            rows = List.copyOf(rows);
        }
    }
}
