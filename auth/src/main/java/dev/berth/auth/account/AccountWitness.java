package dev.berth.auth.account;

import dev.berth.platform.database.Transaction;

/// Port: is told of every change of an account, in the transaction that makes it.
@FunctionalInterface
public interface AccountWitness {
    /// Nobody wants to know.
    AccountWitness NONE = (_, _, _) -> {};

    /// Has its say in SQL, or none.
    ///
    /// @param actor the name of who did it
    void saw(Transaction transaction, String actor, AccountChange change);
}
