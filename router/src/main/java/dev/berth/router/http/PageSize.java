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
    /// @throws HttpException with 400 if it is no number
    static int of(Request request) {
        return request.query().first("n").map(PageSize::parse).orElse(USUAL);
    }

    /// Reads a number.
    static int parse(String text) {
        if (!text.matches("[0-9]{1,18}") || text.matches("0+")) {
            throw new HttpException(
                    new HttpProblem.Malformed("n is a number of entries, such as n=100"));
        }
        return (int) Math.min(MOST, Long.parseLong(text));
    }
}
