package dev.berth.core.api;

import dev.berth.core.query.ColumnName;
import dev.berth.core.query.ListQuery;
import dev.berth.platform.database.Listing;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is asked of a list by `q`, `sort`, `page` and `page_size`, and how it is answered.
///
/// - `page` counts from 1; `pageSize` is 0 for all rows, which is refused for more than 10,000.
public record ListRequest(Listing listing, long page, int pageSize) {
    private static final int PAGE_SIZE_BY_DEFAULT = 10;
    private static final int PAGE_SIZE_MAX = 100;
    private static final int UNPAGED_ROWS_MAX = 10_000;
    private static final long ROW_BYTES_MAX = 1024;

    /// Reads a request with `q` and `sort`.
    ///
    /// @throws HarborException if a number cannot be
    /// @throws dev.berth.core.query.ListQueryException if `q` cannot be read
    public static ListRequest of(Request request) throws InterruptedIOException {
        return paged(
                request,
                ListQuery.parse(request.query().first("q").orElse("")),
                order(request.query().first("sort").orElse("")));
    }

    /// Reads a request that has pages only: whoever may call it may not look at other columns than
    /// it shows, not even by filters and orders.
    ///
    /// @throws HarborException if a number cannot be
    public static ListRequest ofPage(Request request) throws InterruptedIOException {
        return paged(request, List.of(), List.of());
    }

    private static ListRequest paged(
            Request request, List<Listing.Condition> where, List<Listing.Order> orderBy)
            throws InterruptedIOException {
        long page = Math.max(1, Numbers.inQuery(request, "page", 1));
        long size = Numbers.inQuery(request, "page_size", PAGE_SIZE_BY_DEFAULT);
        if (size > PAGE_SIZE_MAX) {
            throw Numbers.unprocessable(
                    "page_size in query should be less than or equal to " + PAGE_SIZE_MAX);
        }
        if (page > Long.MAX_VALUE / PAGE_SIZE_MAX) {
            throw Numbers.unprocessable("page in query is beyond every list");
        }
        boolean all = size == 0;
        if (all) {
            request.makeRoom(UNPAGED_ROWS_MAX * ROW_BYTES_MAX);
        }
        var listing = new Listing(
                where, orderBy, all ? 0 : (page - 1) * size, all ? UNPAGED_ROWS_MAX : (int) size);
        return new ListRequest(listing, page, (int) size);
    }

    /// The same with a further condition.
    public ListRequest and(String column, Listing.Match match) {
        return new ListRequest(listing.and(column, match), page, pageSize);
    }

    private static List<Listing.Order> order(String sort) {
        var order = new ArrayList<Listing.Order>();
        for (var key : sort.split(",", -1)) {
            boolean descending = key.startsWith("-");
            var column = ColumnName.of(descending ? key.substring(1) : key);
            order.add(new Listing.Order(column, descending));
        }
        return order;
    }

    /// The answer: the rows as `body` shows them, how many there are, and where the pages before
    /// and after this one are.
    ///
    /// @throws HarborException if all were asked for and there are too many
    public <T> Response answer(Request request, Listing.Part<T> part, Function<T, ?> body) {
        if (pageSize == 0 && part.total() > UNPAGED_ROWS_MAX) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "the list has more than %d entries: ask for it in pages"
                            .formatted(UNPAGED_ROWS_MAX));
        }
        var rows = part.rows().stream().map(body).toList();
        var response = Json.response(200, rows).with("X-Total-Count", Long.toString(part.total()));
        return link(request, part.total())
                .map(link -> response.with("Link", link))
                .orElse(response);
    }

    private Optional<String> link(Request request, long total) {
        var links = new ArrayList<String>();
        if (pageSize > 0 && page > 1) {
            links.add(PageLink.of(request, page - 1, pageSize, "prev"));
        }
        if (pageSize > 0 && page * pageSize < total) {
            links.add(PageLink.of(request, page + 1, pageSize, "next"));
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(String.join(" , ", links));
    }
}
