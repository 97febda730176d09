package dev.berth.router.upstream;

import dev.berth.platform.config.HostPort;
import dev.berth.router.secret.LiveSecret;

import java.util.Optional;

/// What calls go through on their way out.
///
/// - `kind`: `HTTP` asks for a tunnel (`CONNECT`) where the far side speaks TLS, and passes
///   requests on where it does not; `SOCKS5` knows nothing of HTTP.
/// - `username`, `password`: empty for a proxy that asks for none. The password follows its file.
public record OutboundProxy(
        Kind kind,
        HostPort address,
        Optional<String> username,
        Optional<LiveSecret.Given> password) {
    /// What it speaks.
    public enum Kind {
        HTTP,
        SOCKS5
    }
}
