package dev.berth.auth.http;

/// Carries an [AuthRefusal] to the edge.
public final class AuthException extends RuntimeException {
    private final transient AuthRefusal refusal;

    public AuthException(AuthRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    public AuthRefusal refusal() {
        return refusal;
    }
}
