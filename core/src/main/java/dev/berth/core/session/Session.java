package dev.berth.core.session;

import dev.berth.auth.Principal;

import java.time.Instant;

/// A log-in that goes on: whose, with which password, and until when.
record Session(Principal.Account principal, long passwordVersion, Instant expiresAt) {}
