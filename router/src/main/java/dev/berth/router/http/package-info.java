/// The router's HTTP: `/v2/<prefix>/…`, `/v2/_catalog`, `/healthz`, `/readyz`; for operators
/// `/explain`.
///
/// **Start at** [RouterRoutes]; for operators [ExplainRoutes]. How clients read one layer together:
/// [CoalesceBlobs].
///
/// **Invariants**
/// - Names, tags and digests are parsed by the grammars of `oci` before anything is sent.
/// - Nothing of a request reaches a challenge or a Location.
/// - What Harbor sends reaches a client by name of field, and only those listed.
@NullMarked
package dev.berth.router.http;

import org.jspecify.annotations.NullMarked;
