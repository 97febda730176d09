/// Accounts: who has a password here. What they may do: `Permissions`.
///
/// **Start at** [Accounts]. Values: [Account], [Profile]. Rows: [AccountTable].
///
/// **Invariants**
/// - The number of an account is never used again, so that what was bound to a removed account is
///   worth nothing to its namesake.
/// - There is always an administrator.
/// - A change is in force at the next request, in every process.
/// - A name and an e-mail address log in one account: neither is ever somebody else's other one.
/// - No password comes with the product.
@NullMarked
package dev.berth.auth.account;

import org.jspecify.annotations.NullMarked;
