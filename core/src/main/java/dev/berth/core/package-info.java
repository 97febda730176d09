/// Harbor's features and its API, one package each.
///
/// **Start at** [CoreFeature]. What all operations share is `core.api`, who calls is
/// `core.session`. A feature is found under its word in the API: `core.user`, `core.system`.
///
/// **Invariants**
/// - Every operation is declared as a route, with the permission it needs.
/// - Answers have the shape that Harbor's contract says; `ContractTest` holds it.
///
/// Source: Harbor API v2.0.
@NullMarked
package dev.berth.core;

import org.jspecify.annotations.NullMarked;
