/// Users: accounts as Harbor's API shows them.
///
/// **Start at** [UserRoutes]. Who they are and what they may is `auth.account`; this package has no
/// rows and only Harbor's rules about what may be chosen.
///
/// **Invariants**
/// - Nobody reads or changes another user's profile or password without being an administrator.
/// - Fields that a caller may not set are not read: no body makes anybody an administrator but that
///   of the one operation for it.
/// - No answer has a password or its hash in it.
///
/// Source: Harbor API v2.0, tag "user".
@NullMarked
package dev.berth.core.user;

import org.jspecify.annotations.NullMarked;
