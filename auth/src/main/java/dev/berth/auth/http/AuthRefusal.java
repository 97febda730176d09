package dev.berth.auth.http;

import dev.berth.platform.http.Headers;

import java.time.Duration;

/// Why a caller is not let in. Tells the caller what to do, and nothing about what is behind.
public sealed interface AuthRefusal {
    int status();

    /// The error code of the distribution specification, or `UNAVAILABLE`.
    String code();

    String message();

    /// The fields that go with the status: `WWW-Authenticate` or `Retry-After`.
    Headers fields();

    /// 401: say who you are, in the way of the challenge.
    sealed interface Unauthorized extends AuthRefusal {
        Challenge challenge();

        @Override
        default int status() {
            return 401;
        }

        @Override
        default String code() {
            return "UNAUTHORIZED";
        }

        @Override
        default Headers fields() {
            return Headers.of("WWW-Authenticate", challenge().headerValue());
        }
    }

    /// Nobody in particular may not do this; somebody may.
    record LoginNeeded(Challenge challenge) implements Unauthorized {
        @Override
        public String message() {
            return "authentication required";
        }
    }

    /// The name or the password is wrong, or the field cannot be read.
    record WrongCredentials(Challenge challenge) implements Unauthorized {
        @Override
        public String message() {
            return "name or password is wrong";
        }
    }

    /// The token is not one of ours, has expired, or its account or password is gone.
    record InvalidToken(Challenge challenge) implements Unauthorized {
        @Override
        public String message() {
            return "the token is not valid here, or not any more; get a new one";
        }
    }

    /// The account may do this, but the token was issued for something else.
    record InsufficientScope(Challenge challenge) implements Unauthorized {
        @Override
        public String message() {
            return "the token was not issued for this; get one for the scope of the challenge";
        }
    }

    /// 403: we know who you are, and you may not.
    record Denied(String message) implements AuthRefusal {
        static final String MESSAGE = "requested access to the resource is denied";

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String code() {
            return "DENIED";
        }

        @Override
        public Headers fields() {
            return Headers.NONE;
        }
    }

    /// 403: nobody may, as long as nothing is to change.
    record ReadOnly() implements AuthRefusal {
        /// As Harbor says it.
        public static final String MESSAGE =
                "The system is in read only mode. Any modification is prohibited.";

        @Override
        public int status() {
            return 403;
        }

        @Override
        public String code() {
            return "DENIED";
        }

        @Override
        public String message() {
            return MESSAGE;
        }

        @Override
        public Headers fields() {
            return Headers.NONE;
        }
    }

    /// 429: too many failed logins.
    record HeldUp(Duration retryAfter) implements AuthRefusal {
        @Override
        public int status() {
            return 429;
        }

        @Override
        public String code() {
            return "TOOMANYREQUESTS";
        }

        @Override
        public String message() {
            return "too many failed logins; try again later";
        }

        @Override
        public Headers fields() {
            return retry(retryAfter);
        }
    }

    /// 503: too many logins at this moment.
    record Busy(Duration retryAfter) implements AuthRefusal {
        @Override
        public int status() {
            return 503;
        }

        @Override
        public String code() {
            return "UNAVAILABLE";
        }

        @Override
        public String message() {
            return "too many logins at this moment; try again later";
        }

        @Override
        public Headers fields() {
            return retry(retryAfter);
        }
    }

    /// In whole seconds, rounded up.
    private static Headers retry(Duration after) {
        return Headers.of("Retry-After", Long.toString(after.plusMillis(999).toSeconds()));
    }
}
