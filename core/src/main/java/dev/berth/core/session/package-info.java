/// Who is calling: by password, by the cookie of a session, or nobody.
///
/// **Start at** [Callers]. What a route asks for: [ApiGuards]. Sessions: [Sessions], rows
/// [SessionTable], `/c/login` and `/c/log_out` [LoginRoutes]. Forged requests: [Csrf].
///
/// **Invariants**
/// - A session is worth nothing after its account is removed, its password changed, or an hour
///   without a request.
/// - What opens a session exists in the cookie and nowhere else.
/// - A request that changes something and carries a session's cookie has shown that it comes from
///   our own page.
/// - What a caller may do is read from the account, or the robot, at each request.
///
/// Source: Harbor API v2.0, `/c/login`; RFC 6265 (cookies), W3C Fetch Metadata.
@NullMarked
package dev.berth.core.session;

import org.jspecify.annotations.NullMarked;
