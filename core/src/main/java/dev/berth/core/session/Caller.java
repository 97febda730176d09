package dev.berth.core.session;

import dev.berth.auth.account.Account;

/// Who calls an operation.
public sealed interface Caller {
    /// Somebody who showed nothing, or nothing right.
    record Nobody() implements Caller {}

    /// Somebody with an account, as it is at this request.
    record Known(Account account) implements Caller {
        public boolean isAdministrator() {
            return account.administrator();
        }

        public boolean is(long accountId) {
            return account.id() == accountId;
        }
    }
}
