package dev.berth.router.http;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.auth.http.Authorization;
import dev.berth.auth.http.Challenge;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;
import dev.berth.router.secret.LiveSecret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Lets operators in: whoever has the token, or, where none is set, whoever is on this machine.
public final class OperatorGuard implements Guard<Boolean> {
    private static final Challenge CHALLENGE =
            new Challenge.Bearer("berth-router", "operator", "", Optional.empty());

    private final Optional<LiveSecret> token;

    public OperatorGuard(Optional<LiveSecret> token) {
        this.token = token;
    }

    @Override
    public String permission() {
        return "operator";
    }

    @Override
    public Boolean admit(Request request) {
        if (token.isEmpty()) {
            return requireLoopback(request);
        }
        return switch (Authorization.parse(request.headers().all("Authorization"))) {
            case Authorization.Bearer(var given) when same(given.reveal(), token.get()) -> true;
            case Authorization.Bearer _ ->
                throw new AuthException(new AuthRefusal.InvalidToken(CHALLENGE));
            case Authorization.None _, Authorization.Basic _, Authorization.Unusable _ ->
                throw new AuthException(new AuthRefusal.LoginNeeded(CHALLENGE));
        };
    }

    private static Boolean requireLoopback(Request request) {
        if (!request.client().isLoopbackAddress()) {
            throw new AuthException(new AuthRefusal.Denied(
                    "ask from the router's own machine, or set router.operator-token"));
        }
        return true;
    }

    private static boolean same(String given, LiveSecret token) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                token.current().reveal().getBytes(StandardCharsets.UTF_8));
    }
}
