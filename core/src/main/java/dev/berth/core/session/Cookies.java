package dev.berth.core.session;

import dev.berth.platform.http.Request;

import java.util.Optional;

/// Cookies of requests and answers.
///
/// Ours are never readable by scripts, never sent from another site, and over HTTPS never sent in
/// clear text. Source: RFC 6265.
final class Cookies {
    private Cookies() {}

    /// The value of the first cookie called `name`.
    static Optional<String> find(Request request, String name) {
        for (var field : request.headers().all("Cookie")) {
            for (var cookie : field.split(";", -1)) {
                int equals = cookie.indexOf('=');
                if (equals > 0 && cookie.substring(0, equals).strip().equals(name)) {
                    return Optional.of(cookie.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /// `Set-Cookie` for a value that lasts as long as the browser runs.
    static String set(Request request, String name, String value) {
        return name + "=" + value + attributes(request);
    }

    /// `Set-Cookie` that takes the value away.
    static String remove(Request request, String name) {
        return name + "=; Max-Age=0" + attributes(request);
    }

    private static String attributes(Request request) {
        var secure = "https".equals(request.origin().getScheme()) ? "; Secure" : "";
        return "; Path=/; HttpOnly; SameSite=Strict" + secure;
    }
}
