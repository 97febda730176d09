package dev.berth.auth.http;

/// Carries a [TokenError] to the edge.
final class TokenException extends RuntimeException {
    private final TokenError error;

    TokenException(TokenError error) {
        super(error.message());
        this.error = error;
    }

    TokenError error() {
        return error;
    }
}
