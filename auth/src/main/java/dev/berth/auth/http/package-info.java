/// The doors: who is asking, may they, and if not, what do they hear.
///
/// **Start at** [AuthFeature], which builds everything. Credentials: [Authenticator]. Guards of
/// `/v2`: [Guards]. The token service: [TokenRoutes]. Refusals: [AuthRefusal].
///
/// **Invariants**
/// - What the caller may not see does not exist: a refusal is the same whether the repository is
///   there or not, and comes before anybody looks.
/// - A token opens what it was issued for *and* its account may do now; the smaller of the two.
/// - A [RepositoryAccess] is made by a guard and by nothing else.
///
/// Source: Docker registry v2 token specification; RFC 7617 (Basic), RFC 6750 (Bearer), RFC 6749
/// (OAuth 2.0); distribution-spec, "Error codes".
@NullMarked
package dev.berth.auth.http;

import org.jspecify.annotations.NullMarked;
