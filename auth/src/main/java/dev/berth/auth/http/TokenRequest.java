package dev.berth.auth.http;

import dev.berth.auth.token.Scope;
import dev.berth.auth.token.Subject;

import java.util.List;

/// Who asks for a token, and for what.
///
/// `offline`: whether a refresh token shall come with it, for later.
record TokenRequest(Subject subject, List<Scope> scopes, boolean offline) {
    TokenRequest {
        scopes = List.copyOf(scopes);
    }
}
