package dev.berth.core.api;

import dev.berth.platform.http.Request;

/// Whole numbers of a request.
public final class Numbers {
    private Numbers() {}

    /// What the path has at `name`.
    ///
    /// @throws HarborException with 422 if it is no whole number
    public static long inPath(Request request, String name) {
        return parse(request.parameter(name), name, "path", "int64");
    }

    /// What the query has at `name`, or `byDefault`.
    ///
    /// @throws HarborException with 422 if it is no whole number of 0 or more
    static long inQuery(Request request, String name, long byDefault) {
        var sent = request.query().first(name);
        if (sent.isEmpty() || sent.get().isEmpty()) {
            return byDefault;
        }
        long number = parse(sent.get(), name, "query", "int64");
        if (number < 0) {
            throw unprocessable(name + " in query should be greater than or equal to 0");
        }
        return number;
    }

    static HarborException unprocessable(String message) {
        return new HarborException(ErrorCode.UNPROCESSABLE_ENTITY, message);
    }

    private static long parse(String text, String name, String in, String type) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw unprocessable(
                    "%s in %s must be of type %s: \"%s\"".formatted(name, in, type, text));
        }
    }
}
