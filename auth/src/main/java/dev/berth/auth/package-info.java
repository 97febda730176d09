/// Who is this, and what may they do.
///
/// **Start at** [Principal] and [Permission]; the decision is [Permissions], the door of every
/// route is `Authenticator`.
@NullMarked
package dev.berth.auth;

import org.jspecify.annotations.NullMarked;
