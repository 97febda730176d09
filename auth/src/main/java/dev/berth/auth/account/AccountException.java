package dev.berth.auth.account;

/// Carries an [AccountError] to whoever asked for the change.
public final class AccountException extends RuntimeException {
    private final transient AccountError error;

    public AccountException(AccountError error) {
        super(error.message());
        this.error = error;
    }

    public AccountError error() {
        return error;
    }
}
