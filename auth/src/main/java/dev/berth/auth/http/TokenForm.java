package dev.berth.auth.http;

import dev.berth.auth.token.Scope;

import java.util.List;
import java.util.Optional;

/// What both ways of asking for a token have in common.
final class TokenForm {
    private final String service;

    TokenForm(String service) {
        this.service = service;
    }

    /// How the token service itself asks for credentials.
    Challenge challenge() {
        return new Challenge.Basic(service);
    }

    /// @param asked empty where the client leaves it to us
    /// @throws TokenException if the token is for somebody else
    void requireOurService(Optional<String> asked) {
        if (asked.isPresent() && !asked.get().equals(service)) {
            throw new TokenException(TokenError.UNKNOWN_SERVICE);
        }
    }

    static List<Scope> scopes(List<String> parameters) {
        return Scope.parseAll(parameters)
                .orElseThrow(() -> new TokenException(TokenError.MALFORMED_SCOPE));
    }
}
