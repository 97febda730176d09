package dev.berth.router.auth;

import dev.berth.router.resolve.Candidates;

/// What a caller may work with.
///
/// - `subject`: for the access log; empty for nobody in particular.
public record Access(String subject, Candidates candidates) {}
