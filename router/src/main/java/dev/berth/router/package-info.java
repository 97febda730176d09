/// The router: one address in front of many proxy-cache projects of Harbor.
///
/// **Start at** [RouterFeature]; where a project is chosen: `resolve.ResolveManifest` and
/// `resolve.Wave`. Settings: [RouterSettings], and the variables of harbor-router in
/// [RouterVariables].
///
/// **Invariants**
/// - What one caller may read, another does not get from any cache.
/// - 404 means that every project said so.
/// - Nothing is written but a seed for the next start: a router that is lost has lost nothing.
@NullMarked
package dev.berth.router;

import org.jspecify.annotations.NullMarked;
