package dev.berth.auth.token;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;
import dev.berth.auth.login.Identity;

/// Whom a token is about.
public sealed interface Subject {
    /// Identity as the rest of the product sees it.
    Principal principal();

    static Subject of(Account account) {
        return new Holder(account.principal(), account.passwordVersion());
    }

    static Subject of(Identity who) {
        return new Holder(who.principal(), who.secretVersion());
    }

    /// Somebody without an account.
    record Nobody() implements Subject {
        @Override
        public Principal principal() {
            return new Principal.Anonymous();
        }
    }

    /// An account or a robot with the password that it had then.
    record Holder(Principal.Known principal, long passwordVersion) implements Subject {
        /// True if whoever has this number now has not changed their password since.
        public boolean isStill(long passwordVersionNow) {
            return passwordVersion == passwordVersionNow;
        }
    }
}
