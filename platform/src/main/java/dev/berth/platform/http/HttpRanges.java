package dev.berth.platform.http;

import dev.berth.platform.http.ByteRanges.ByteRange;
import dev.berth.platform.http.ByteRanges.Parts;
import dev.berth.platform.http.ByteRanges.Unsatisfiable;
import dev.berth.platform.http.ByteRanges.Whole;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Answers a GET or HEAD with all of a representation, with parts of it, or with the news that the
/// client has it already.
///
/// - `If-Match` and `If-None-Match` decide first: 412, 304.
/// - `Range` counts for GET only, and with `If-Range` only for the very same entity tag.
/// - One range is 206 with its bytes, several are 206 `multipart/byteranges`, up to 16 of them.
/// - A range past the end is clamped, one that starts there or makes no sense is 416.
///
/// Source: RFC 9110 §13.2.2 (order of conditions), §14 (ranges).
public final class HttpRanges {
    private HttpRanges() {}

    /// Gives parts of a representation.
    @FunctionalInterface
    public interface Slices {
        /// The `length` bytes from `offset`, both within the representation.
        Body slice(long offset, long length);
    }

    /// Chooses the answer.
    ///
    /// @param whole the answer to an unconditional GET: 200 with `Content-Type`, the body and
    ///     its length, and as `ETag` the strong entity tag, quoted, if it has one
    public static Response answer(Request request, Response whole, Slices slices) {
        var headers = request.headers();
        var tag = whole.headers().first("ETag").orElse("");
        var ifMatch = headers.all("If-Match");
        if (!ifMatch.isEmpty() && !names(ifMatch, tag, false)) {
            return Response.of(412);
        }
        var ifNoneMatch = headers.all("If-None-Match");
        if (!ifNoneMatch.isEmpty() && names(ifNoneMatch, tag, true)) {
            return new Response(304, whole.headers(), Body.EMPTY);
        }
        var full = whole.with("Accept-Ranges", "bytes");
        var range = headers.first("Range");
        var ifRange = headers.first("If-Range");
        if (range.isEmpty()
                || request.method() != Method.GET
                || (ifRange.isPresent() && !ifRange.get().equals(tag))) {
            return full;
        }
        long length = whole.body().length();
        return switch (ByteRanges.parse(range.get(), length)) {
            case Whole _ -> full;
            case Unsatisfiable _ -> Response.of(416, "Content-Range", "bytes */" + length);
            case Parts(var ranges)
            when ranges.size() == 1 -> single(full, ranges.getFirst(), slices);
            case Parts(var ranges) -> multiple(full, ranges, slices);
        };
    }

    /// Whether a list of entity tags, or `*`, names this one.
    private static boolean names(List<String> fields, String tag, boolean weakCounts) {
        if (tag.isEmpty()) {
            return false;
        }
        for (var field : fields) {
            for (var each : field.split(",", -1)) {
                var listed = each.strip();
                if (weakCounts && listed.startsWith("W/")) {
                    listed = listed.substring(2);
                }
                if (listed.equals(tag) || listed.equals("*")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Response single(Response full, ByteRange range, Slices slices) {
        long whole = full.body().length();
        return new Response(
                206,
                full.headers().with("Content-Range", range.of(whole)),
                slices.slice(range.offset(), range.length()));
    }

    private static Response multiple(Response full, List<ByteRange> ranges, Slices slices) {
        long whole = full.body().length();
        var boundary = UUID.randomUUID().toString();
        var type = full.headers().first("Content-Type").map("Content-Type: %s\r\n"::formatted);
        var parts = new ArrayList<Body>();
        for (var range : ranges) {
            parts.add(ascii("\r\n--%s\r\n%sContent-Range: %s\r\n\r\n"
                    .formatted(boundary, type.orElse(""), range.of(whole))));
            parts.add(slices.slice(range.offset(), range.length()));
        }
        parts.add(ascii("\r\n--" + boundary + "--\r\n"));
        var headers = full.headers()
                .without("Content-Type")
                .with("Content-Type", "multipart/byteranges; boundary=" + boundary);
        return new Response(206, headers, new Body.Sequence(parts));
    }

    private static Body ascii(String text) {
        return new Body.Bytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
