/// `/v2`: the OCI distribution protocol over HTTP, and nothing else: no rules are here.
///
/// **Start at** [V2Routes], the list of all endpoints with their guards. Handlers:
/// [ManifestRoutes],
/// [BlobRoutes], [UploadRoutes], [TagRoutes], [ReferrersRoutes], [CatalogRoutes]. What is refused,
/// and with which status: [OciErrorResponses].
///
/// **Invariants**
/// - A handler gets the repository's name from its guard and from nowhere else.
/// - Locations and links are relative: they are right behind any proxy.
/// - Every answer about a blob or manifest carries `Docker-Content-Digest`.
///
/// Source: distribution-spec at HEAD, "Endpoints" (`end-1` to `end-14`).
@NullMarked
package dev.berth.registry.http;

import org.jspecify.annotations.NullMarked;
