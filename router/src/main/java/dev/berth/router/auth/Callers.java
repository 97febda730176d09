package dev.berth.router.auth;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.auth.http.Authorization;
import dev.berth.auth.http.Challenge;

import java.io.IOException;

/// Finds out which projects a caller may read.
///
/// - `AuthException` asks the caller to log in, or to log in rightly.
/// - `IOException` means that it cannot be found out now.
@FunctionalInterface
interface Callers {
    /// How callers are asked to log in; nothing of a request gets into it.
    Challenge CHALLENGE = new Challenge.Basic("berth-router");

    Access admit(Authorization authorization) throws IOException, InterruptedException;

    /// Says that nobody in particular may not do this.
    static AuthException loginNeeded() {
        return new AuthException(new AuthRefusal.LoginNeeded(CHALLENGE));
    }

    /// Says that this is not anybody's name and password.
    static AuthException wrongCredentials() {
        return new AuthException(new AuthRefusal.WrongCredentials(CHALLENGE));
    }
}
