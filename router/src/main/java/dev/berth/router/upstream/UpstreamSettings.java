package dev.berth.router.upstream;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How Harbor is reached.
///
/// - `harbor`: scheme and authority, no path.
/// - `authorities`: PEM file of the certificates that are trusted instead of the system's.
/// - `priorKnowledge`: HTTP/2 without TLS and without asking.
/// - `connectionsMax`: to one host, for manifests and, once more, for blobs.
/// - `keepAlive`: how long a connection that nobody uses stays open.
/// - `proxy`: what is between here and there.
public record UpstreamSettings(
        URI harbor,
        Optional<Path> authorities,
        boolean priorKnowledge,
        int connectionsMax,
        Duration keepAlive,
        Optional<OutboundProxy> proxy) {}
