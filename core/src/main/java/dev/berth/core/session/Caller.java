package dev.berth.core.session;

import dev.berth.auth.account.Account;

/// Who calls an operation.
public sealed interface Caller {
    /// The name of who calls; empty for a stranger.
    String name();

    /// Somebody who showed nothing, or nothing right.
    record Nobody() implements Caller {
        @Override
        public String name() {
            return "";
        }
    }

    /// Somebody with an account, as it is at this request.
    record Known(Account account) implements Caller {
        @Override
        public String name() {
            return account.name().text();
        }

        public boolean isAdministrator() {
            return account.administrator();
        }

        public boolean is(long accountId) {
            return account.id() == accountId;
        }
    }
}
