/// Tokens: a signed statement of who asks and for what, which is checked without the database.
///
/// **Start at** [Tokens]. Keys: [SigningKeys], rows [SigningKeyTable]. What is asked for: [Scope].
///
/// An access token is a JWT, signed with RS256:
///
/// ```
/// header   alg=RS256, typ=JWT (access) or refresh+jwt (refresh), kid
/// claims   iss, sub (name, empty for nobody), aud, exp, nbf, iat, jti
///          account or robot         number; absent for nobody
///          password                 its password version; absent for nobody
///          access=[{type, name, actions}]                          access tokens only
/// ```
///
/// **Invariants**
/// - A token says at most what was asked for; what it is worth is decided at each request from the
///   rights its account has then.
/// - A token is bound to the number of its account or robot and to its password, never to a name.
/// - Keys are found by `kid` among our own; nothing that a token brings along is used as a key.
///
/// Source: Docker registry v2 token specification; RFC 7515, RFC 7519, RFC 8725.
@NullMarked
package dev.berth.auth.token;

import org.jspecify.annotations.NullMarked;
