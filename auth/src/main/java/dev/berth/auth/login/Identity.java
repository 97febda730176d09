package dev.berth.auth.login;

import dev.berth.auth.Principal;
import dev.berth.auth.account.Account;
import dev.berth.auth.robot.Robot;

/// Whom a name and a secret belong to, as they are now.
public sealed interface Identity {
    Principal.Known principal();

    String secretHash();

    long secretVersion();

    /// Somebody with an account.
    record User(Account account) implements Identity {
        @Override
        public Principal.Known principal() {
            return account.principal();
        }

        @Override
        public String secretHash() {
            return account.passwordHash();
        }

        @Override
        public long secretVersion() {
            return account.passwordVersion();
        }
    }

    /// A robot.
    record Machine(Robot robot) implements Identity {
        @Override
        public Principal.Known principal() {
            return robot.principal();
        }

        @Override
        public String secretHash() {
            return robot.secretHash();
        }

        @Override
        public long secretVersion() {
            return robot.secretVersion();
        }
    }
}
