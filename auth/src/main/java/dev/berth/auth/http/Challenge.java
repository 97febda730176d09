package dev.berth.auth.http;

import java.util.Optional;

/// How a caller is asked for credentials: the value of `WWW-Authenticate`.
public sealed interface Challenge {
    String headerValue();

    /// “Get a token at `realm` for `service` and `scope`, and come again.”
    ///
    /// `scope` is empty where a token for nothing special will do.
    record Bearer(String realm, String service, String scope, Optional<Problem> problem)
            implements Challenge {
        @Override
        public String headerValue() {
            var value = new StringBuilder("Bearer realm=").append(quoted(realm));
            value.append(",service=").append(quoted(service));
            if (!scope.isEmpty()) {
                value.append(",scope=").append(quoted(scope));
            }
            problem.ifPresent(what -> value.append(",error=").append(quoted(what.word())));
            return value.toString();
        }
    }

    /// “Send name and password.”
    record Basic(String realm) implements Challenge {
        @Override
        public String headerValue() {
            return "Basic realm=" + quoted(realm);
        }
    }

    /// What was wrong with the token that came. Source: RFC 6750 §3.1.
    enum Problem {
        INVALID_TOKEN("invalid_token"),
        INSUFFICIENT_SCOPE("insufficient_scope");

        private final String word;

        Problem(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// As a quoted string; what cannot stand in one is left out.
    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars()
                .filter(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')
                .forEach(c -> quoted.append((char) c));
        return quoted.append('"').toString();
    }
}
