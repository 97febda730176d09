package dev.berth.auth.token;

import dev.berth.platform.config.Secret;

import java.time.Duration;
import java.time.Instant;

/// A new token for its owner.
public record IssuedToken(Secret token, Instant issuedAt, Duration lifetime) {}
