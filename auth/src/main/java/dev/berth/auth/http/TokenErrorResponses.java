package dev.berth.auth.http;

import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.http.ErrorResponses;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Refusals of the token service: for POST as OAuth 2.0 writes them, else as registries do.
final class TokenErrorResponses implements ErrorResponses {
    private static final Headers RETRY = Headers.of("Retry-After", "5");

    /// One refusal in both spellings.
    private record Refusal(
            int status, String code, String oauthCode, String message, Headers fields) {}

    @Override
    public Response render(Throwable failure, Request request) {
        var refusal = refusal(failure);
        var body = request.method() == Method.POST ? oauth(refusal) : registry(refusal);
        return TokenRoutes.json(refusal.status(), refusal.fields(), body);
    }

    private static Refusal refusal(Throwable failure) {
        return switch (failure) {
            case AuthException refused -> of(refused.refusal());
            case TokenException refused -> of(refused.error());
            case HttpException refused -> of(refused);
            case DatabaseUnavailableException _, IOException _ ->
                new Refusal(
                        503,
                        "UNAVAILABLE",
                        "temporarily_unavailable",
                        "the registry cannot answer now; try again later",
                        RETRY);
            default -> new Refusal(500, "UNKNOWN", "server_error", "internal error", Headers.NONE);
        };
    }

    private static Refusal of(AuthRefusal refusal) {
        var oauthCode = switch (refusal) {
            case AuthRefusal.Unauthorized _ -> "invalid_grant";
            case AuthRefusal.Denied _, AuthRefusal.ReadOnly _ -> "unauthorized_client";
            case AuthRefusal.HeldUp _, AuthRefusal.Busy _ -> "temporarily_unavailable";
        };
        return new Refusal(
                refusal.status(), refusal.code(), oauthCode, refusal.message(), refusal.fields());
    }

    private static Refusal of(TokenError error) {
        var code = error.status() == 401 ? "UNAUTHORIZED" : "UNSUPPORTED";
        return new Refusal(error.status(), code, error.oauthCode(), error.message(), Headers.NONE);
    }

    private static Refusal of(HttpException refused) {
        var problem = refused.problem();
        return new Refusal(
                problem.status(),
                "UNSUPPORTED",
                "invalid_request",
                problem.message(),
                Headers.NONE);
    }

    private static Map<String, Object> oauth(Refusal refusal) {
        var body = new LinkedHashMap<String, Object>();
        body.put("error", refusal.oauthCode());
        body.put("error_description", refusal.message());
        return body;
    }

    private static Map<String, Object> registry(Refusal refusal) {
        var error = new LinkedHashMap<String, Object>();
        error.put("code", refusal.code());
        error.put("message", refusal.message());
        return Map.of("errors", List.of(error));
    }
}
