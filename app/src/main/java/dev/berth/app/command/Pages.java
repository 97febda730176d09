package dev.berth.app.command;

import dev.berth.platform.database.Listing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Lists, read page by page.
final class Pages {
    private static final int ROWS = 100;

    private Pages() {}

    /// All rows of a list.
    static <T> List<T> all(Function<Listing, Listing.Part<T>> list) {
        var rows = new ArrayList<T>();
        while (true) {
            var part = list.apply(new Listing(List.of(), List.of(), rows.size(), ROWS));
            rows.addAll(part.rows());
            if (part.rows().isEmpty() || rows.size() >= part.total()) {
                return rows;
            }
        }
    }
}
