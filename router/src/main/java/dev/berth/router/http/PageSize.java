package dev.berth.router.http;

import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;

/// How many entries of a list a client wants at one time. Source: distribution-spec, "Listing
/// Tags".
final class PageSize {
    /// More are not given at one time, whatever is asked for.
    static final int MOST = 1_000;

    private static final int USUAL = 100;

    private PageSize() {}

    /// From `n`; [#USUAL] without one, [#MOST] for more.
    ///
    /// @throws HttpException with 400 if it is no number, or 0
    static int of(Request request) {
        int count = request.query().first("n").map(PageSize::parse).orElse(USUAL);
        if (count == 0) {
            throw malformed();
        }
        return count;
    }

    /// Reads a number; for 0 the specification has an empty list of tags.
    static int parse(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw malformed();
        }
        return (int) Math.min(MOST, Long.parseLong(text));
    }

    private static HttpException malformed() {
        return new HttpException(
                new HttpProblem.Malformed("n is a number of entries, such as n=100"));
    }
}
