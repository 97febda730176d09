package dev.berth.registry.http;

import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Request;
import dev.berth.registry.pull.PageRequest;

import java.util.OptionalInt;

/// Reads `n` and `last`. Source: distribution-spec, "Listing Tags".
final class PageQuery {
    private static final int DIGITS_MAX = 9;

    private PageQuery() {}

    static PageRequest of(Request request) {
        var n = request.query().first("n").map(PageQuery::number).orElse(OptionalInt.empty());
        return new PageRequest(n, request.query().first("last"));
    }

    private static OptionalInt number(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new OciException(new OciError.SizeInvalid(
                    "n is the number of entries of a page, such as 100; a page may hold fewer"));
        }
        return OptionalInt.of(
                text.length() > DIGITS_MAX ? Integer.MAX_VALUE : Integer.parseInt(text));
    }
}
