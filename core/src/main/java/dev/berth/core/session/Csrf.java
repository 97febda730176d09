package dev.berth.core.session;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.platform.http.Handler;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Refuses requests that a page of somebody else has a browser send.
///
/// *How it works.* A random secret lies in a cookie; an answer tells it in a header that other
/// sites cannot read, masked anew each time: 32 random bytes, then the secret combined with them by
/// exclusive or. An unsafe request brings that text back, and it must fit the cookie. A
/// neighbouring
/// subdomain could set the cookie to one it knows; so, where the browser says which site a request
/// comes from, that must be this one too. Nothing is kept here.
///
/// Source: Harbor's names of cookie and header; OWASP, "Cross-Site Request Forgery Prevention".
final class Csrf {
    static final String COOKIE = "_gorilla_csrf";
    static final String FIELD = "X-Harbor-CSRF-Token";

    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();

    /// Lets a request go on that comes from our own page, or changes nothing.
    ///
    /// @throws HarborException with 403 for any other
    void require(Request request) {
        if (isSafe(request.method())) {
            return;
        }
        var secret = secret(request);
        var shown = request.headers().first(FIELD).flatMap(Csrf::unmasked);
        boolean fits = secret.isPresent()
                && shown.isPresent()
                && MessageDigest.isEqual(secret.get(), shown.get());
        if (!fits || !isFromHere(request)) {
            throw new HarborException(
                    ErrorCode.FORBIDDEN,
                    "the CSRF token is missing or wrong: send the cookie " + COOKIE
                            + " and the field " + FIELD + " of the last answer");
        }
    }

    /// The same routes, whose answers, refusals included, bring a token to callers that send no
    /// `Authorization`: those that might go on with a cookie.
    RouteGroup telling(RouteGroup group) {
        return new RouteGroup(
                group.prefix(),
                group.routes().stream().<Route<?>>map(this::telling).toList(),
                (failure, request) -> tell(group.errors().render(failure, request), request),
                group.fields(),
                group.emptySegments());
    }

    private <C> Route<C> telling(Route<C> route) {
        Handler<C> handler =
                (admitted, request) -> tell(route.handler().handle(admitted, request), request);
        return route.withHandler(handler);
    }

    private Response tell(Response response, Request request) {
        if (request.headers().first("Authorization").isPresent()) {
            return response;
        }
        var known = secret(request);
        var secret = known.orElseGet(this::newBytes);
        var told = response.with(FIELD, masked(secret));
        return known.isPresent()
                ? told
                : told.with(
                        "Set-Cookie", Cookies.set(request, COOKIE, ENCODER.encodeToString(secret)));
    }

    private static boolean isSafe(Method method) {
        return switch (method) {
            case GET, HEAD -> true;
            case POST, PUT, PATCH, DELETE -> false;
        };
    }

    private static Optional<byte[]> secret(Request request) {
        return Cookies.find(request, COOKIE)
                .flatMap(Csrf::decoded)
                .filter(bytes -> bytes.length == SECRET_BYTES);
    }

    private String masked(byte[] secret) {
        var mask = newBytes();
        var text = Arrays.copyOf(mask, 2 * SECRET_BYTES);
        for (int i = 0; i < SECRET_BYTES; i++) {
            text[SECRET_BYTES + i] = (byte) (mask[i] ^ secret[i]);
        }
        return ENCODER.encodeToString(text);
    }

    private static Optional<byte[]> unmasked(String sent) {
        return decoded(sent).filter(bytes -> bytes.length == 2 * SECRET_BYTES).map(bytes -> {
            var secret = new byte[SECRET_BYTES];
            for (int i = 0; i < SECRET_BYTES; i++) {
                secret[i] = (byte) (bytes[i] ^ bytes[SECRET_BYTES + i]);
            }
            return secret;
        });
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private byte[] newBytes() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Schemes are not compared: a proxy that ends TLS need not be known to us.
    private static boolean isFromHere(Request request) {
        var origin = request.headers().first("Origin");
        if (origin.isPresent()) {
            return authority(origin.get()).equals(authority(request.origin().toString()))
                    && !authority(origin.get()).isEmpty();
        }
        return request.headers()
                .first("Sec-Fetch-Site")
                .map(site -> site.equals("same-origin") || site.equals("none"))
                .orElse(true);
    }

    /// Host and port without the port that goes with the scheme; empty for what is no address.
    private static String authority(String address) {
        try {
            var uri = new URI(address);
            if (uri.getHost() == null) {
                return "";
            }
            boolean usual = uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
            var port = uri.getPort() < 0 || usual ? "" : ":" + uri.getPort();
            return uri.getHost().toLowerCase(Locale.ROOT) + port;
        } catch (URISyntaxException _) {
            return "";
        }
    }
}
