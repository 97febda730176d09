package dev.berth.core.session;

import dev.berth.auth.account.Accounts;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborErrorResponses;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Query;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;
import dev.berth.platform.http.RouteGroup.EmptySegments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/c/…`: what the page of a browser calls to log in and out.
///
/// Forms, not JSON. Every unsafe request needs a CSRF token, whether it has a session or not.
final class LoginRoutes {
    private static final int FORM_BYTES_MAX = 8 * 1024;

    private final Callers callers;
    private final Sessions sessions;
    private final Csrf csrf;
    private final Accounts accounts;
    private final SessionRules rules;

    LoginRoutes(
            Callers callers, Sessions sessions, Csrf csrf, Accounts accounts, SessionRules rules) {
        this.callers = callers;
        this.sessions = sessions;
        this.csrf = csrf;
        this.accounts = accounts;
        this.rules = rules;
    }

    RouteGroup routes(Headers fields) {
        var guard = new OurOwnPage();
        var routes = List.<Route<?>>of(
                Route.of("login", Method.POST, "/c/login", guard, this::login)
                        .withBody(FORM_BYTES_MAX),
                Route.of("logOut", Method.GET, "/c/log_out", guard, this::logOut),
                Route.of("userExists", Method.POST, "/c/userExists", guard, this::userExists)
                        .withBody(FORM_BYTES_MAX));
        return csrf.telling(new RouteGroup(
                "/c", routes, new HarborErrorResponses(), fields, EmptySegments.IGNORED));
    }

    /// A right name and password begin a session, and end the one that the cookie names.
    private Response login(Caller caller, Request request)
            throws IOException, InterruptedException {
        var form = form(request);
        var name = form.first("principal").orElse("");
        var password = Secret.of(form.first("password").orElse(""));
        var account = callers.byPassword(name, password, request);
        if (account.isEmpty()) {
            return Response.of(401);
        }
        endSession(request);
        var token = sessions.begin(account.get());
        request.identified(account.get().name().text());
        return Response.of(200, "Set-Cookie", Cookies.set(request, Callers.COOKIE, token.reveal()));
    }

    private Response logOut(Caller caller, Request request) {
        Cookies.find(request, Callers.COOKIE).ifPresent(token -> sessions.logOut(Secret.of(token)));
        return Response.of(200, "Set-Cookie", Cookies.remove(request, Callers.COOKIE));
    }

    private void endSession(Request request) {
        Cookies.find(request, Callers.COOKIE).ifPresent(token -> sessions.end(Secret.of(token)));
    }

    /// Whether a name or an address is in use; for administrators, and for whoever is about to make
    /// themselves a user.
    private Response userExists(Caller caller, Request request) throws IOException {
        boolean isAdministrator = caller instanceof Caller.Known known && known.isAdministrator();
        if (!isAdministrator && !rules.selfRegistration()) {
            throw new HarborException(
                    ErrorCode.PRECONDITION,
                    "self registration is off: only administrators may ask");
        }
        var form = form(request);
        var value = form.first("value").orElse("");
        return Json.response(
                200,
                switch (form.first("target").orElse("")) {
                    case "username" -> accounts.find(value).isPresent();
                    case "email" ->
                        accounts.findByLogin(value)
                                .flatMap(account -> account.profile().email())
                                .filter(email -> email.text().equals(value))
                                .isPresent();
                    default ->
                        throw new HarborException(
                                ErrorCode.BAD_REQUEST, "target is username or email");
                });
    }

    private static Query form(Request request) throws IOException {
        var bytes = request.body().bytes(FORM_BYTES_MAX);
        return Query.parse(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /// Lets everybody in whose request is not forged.
    private final class OurOwnPage implements Guard<Caller> {
        @Override
        public String permission() {
            return "anyone";
        }

        @Override
        public Caller admit(Request request) throws InterruptedException {
            csrf.require(request);
            return callers.of(request);
        }
    }
}
