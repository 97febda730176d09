package dev.berth.router.auth;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.auth.http.Authorization;
import dev.berth.auth.http.Challenge;
import dev.berth.platform.http.Request;

import java.io.IOException;

/// Finds out which projects a caller may read.
///
/// - `AuthException` asks the caller to log in, or to log in rightly.
/// - `IOException` means that it cannot be found out now.
@FunctionalInterface
interface Callers {
    Access admit(Request request) throws IOException, InterruptedException;

    /// Finds it out from the field `Authorization`.
    @FunctionalInterface
    interface ByCredential {
        Access admit(Authorization authorization) throws IOException, InterruptedException;
    }

    static Callers by(ByCredential credential) {
        return request ->
                credential.admit(Authorization.parse(request.headers().all("Authorization")));
    }

    /// How callers are asked to log in; nothing of a request gets into it.
    Challenge CHALLENGE = new Challenge.Basic("berth-router");

    /// Says that nobody in particular may not do this.
    static AuthException loginNeeded() {
        return new AuthException(new AuthRefusal.LoginNeeded(CHALLENGE));
    }

    /// Says that this is not anybody's name and password.
    static AuthException wrongCredentials() {
        return new AuthException(new AuthRefusal.WrongCredentials(CHALLENGE));
    }
}
