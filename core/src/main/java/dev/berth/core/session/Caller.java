package dev.berth.core.session;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;
import dev.berth.core.access.Grants;
import dev.berth.core.access.Right;

/// Who calls an operation, and what they may do, as it is at this request.
public sealed interface Caller {
    /// The name of who calls; empty for a stranger.
    String name();

    /// True if they may do this on the whole installation.
    boolean may(Right right);

    /// Somebody who showed nothing, or nothing right.
    record Nobody() implements Caller {
        @Override
        public String name() {
            return "";
        }

        @Override
        public boolean may(Right right) {
            return false;
        }
    }

    /// Somebody who has shown who they are.
    sealed interface Known extends Caller {
        /// True for a user who may do everything; no robot ever is one.
        boolean isAdministrator();

        /// True for the user with this number.
        boolean is(long accountId);
    }

    /// Somebody with an account.
    record User(Account account) implements Known {
        @Override
        public String name() {
            return account.name().text();
        }

        @Override
        public boolean may(Right right) {
            return account.administrator();
        }

        @Override
        public boolean isAdministrator() {
            return account.administrator();
        }

        @Override
        public boolean is(long accountId) {
            return account.id() == accountId;
        }
    }

    /// A robot that may log in.
    record Robot(Principal.Robot principal, Grants grants) implements Known {
        @Override
        public String name() {
            return principal.name();
        }

        @Override
        public boolean may(Right right) {
            return grants.allowsInSystem(right);
        }

        @Override
        public boolean isAdministrator() {
            return false;
        }

        @Override
        public boolean is(long accountId) {
            return false;
        }
    }
}
