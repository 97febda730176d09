/// Name and password: is this really them?
///
/// **Start at** [Logins]. What slows guessing down: [LoginBackoff].
///
/// **Invariants**
/// - A right password costs one slow hash now and then, and a keyed hash otherwise.
/// - A changed password, a removed account and a robot that is switched off are refused at once.
/// - A name that does not exist takes as long to refuse as a wrong password.
/// - Guessing gets slower for the guesser, never for the same name from elsewhere.
@NullMarked
package dev.berth.auth.login;

import org.jspecify.annotations.NullMarked;
