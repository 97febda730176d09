package dev.berth.platform.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What is wrong with a request as HTTP, before any feature has looked at it.
public sealed interface HttpProblem {
    /// A sentence that tells the reader what to do.
    String message();

    /// The status code of RFC 9110 §15.
    int status();

    /// The server's limit that was reached, if it was one.
    default Optional<ServerLimit> limit() {
        return switch (this) {
            case Malformed _ -> Optional.of(ServerLimit.MALFORMED);
            case TooSlow _ -> Optional.of(ServerLimit.BODY_WAIT);
            case BodyTooLarge _ -> Optional.of(ServerLimit.BODY_BYTES);
            case UriTooLong _ -> Optional.of(ServerLimit.TARGET_BYTES);
            case HeadersTooLarge _ -> Optional.of(ServerLimit.HEAD_BYTES);
            case NoRoute _, MethodNotAllowed _, TooMany _, Unavailable _ -> Optional.empty();
        };
    }

    /// Adds the fields that the status asks for, such as `Allow` or `Retry-After`.
    default Response withFields(Response response) {
        return switch (this) {
            case MethodNotAllowed(var allowed) ->
                response.with(
                        "Allow",
                        String.join(", ", allowed.stream().map(Method::name).toList()));
            case TooMany problem -> retryAfter(response, problem.retryAfter());
            case Unavailable problem -> retryAfter(response, problem.retryAfter());
            case NoRoute _,
                    Malformed _,
                    TooSlow _,
                    BodyTooLarge _,
                    UriTooLong _,
                    HeadersTooLarge _ -> response;
        };
    }

    private static Response retryAfter(Response response, Duration wait) {
        return response.with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    /// 404: no route matches the path.
    record NoRoute(String path) implements HttpProblem {
        @Override
        public String message() {
            return "there is nothing at " + path;
        }

        @Override
        public int status() {
            return 404;
        }
    }

    /// 405: the path exists, but not for this method.
    record MethodNotAllowed(Set<Method> allowed) implements HttpProblem {
        @Override
        public String message() {
            return "this path takes " + allowed;
        }

        @Override
        public int status() {
            return 405;
        }
    }

    /// 400: the request cannot be understood.
    record Malformed(String message) implements HttpProblem {
        @Override
        public int status() {
            return 400;
        }
    }

    /// 408: the peer made no progress in time.
    record TooSlow(String message) implements HttpProblem {
        @Override
        public int status() {
            return 408;
        }
    }

    /// 413: the body is larger than the route takes.
    record BodyTooLarge(long bytesMax) implements HttpProblem {
        @Override
        public String message() {
            return "the body may have at most " + bytesMax + " bytes";
        }

        @Override
        public int status() {
            return 413;
        }
    }

    /// 414: path and query are longer than the server takes.
    record UriTooLong(int bytesMax) implements HttpProblem {
        @Override
        public String message() {
            return "path and query may have at most " + bytesMax + " bytes";
        }

        @Override
        public int status() {
            return 414;
        }
    }

    /// 431: the header fields are larger or more than the server takes.
    record HeadersTooLarge(String message) implements HttpProblem {
        @Override
        public int status() {
            return 431;
        }
    }

    /// 429: too many requests; try again after `retryAfter`.
    record TooMany(String message, Duration retryAfter) implements HttpProblem {
        @Override
        public int status() {
            return 429;
        }
    }

    /// 503: not now; try again after `retryAfter`.
    record Unavailable(String message, Duration retryAfter) implements HttpProblem {
        @Override
        public int status() {
            return 503;
        }
    }
}
