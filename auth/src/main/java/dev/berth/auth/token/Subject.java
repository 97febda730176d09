package dev.berth.auth.token;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;

/// Whom a token is about.
public sealed interface Subject {
    /// Identity as the rest of the product sees it.
    Principal principal();

    static Subject of(Account account) {
        return new Holder(account.principal(), account.passwordVersion());
    }

    /// Somebody without an account.
    record Nobody() implements Subject {
        @Override
        public Principal principal() {
            return new Principal.Anonymous();
        }
    }

    /// An account with the password that it had then.
    record Holder(Principal.Account principal, long passwordVersion) implements Subject {
        /// True if the account is still there and has not changed its password.
        public boolean isStill(Account account) {
            return account.id() == principal.id() && account.passwordVersion() == passwordVersion;
        }
    }
}
