package dev.berth.platform.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a server listens and whom it believes.
///
/// - `listen`: port 0 for any free one; [HttpServer#address] tells which.
/// - `tls`: empty for cleartext HTTP/1.1.
/// - `externalUrl`: scheme and authority that answers name, whatever the request says.
/// - `trustedProxies`: peers whose `Forwarded` and `X-Forwarded-*` fields are believed.
/// - `drainWait`: how long [HttpServer#close] lets requests in flight finish.
public record HttpSettings(
        InetSocketAddress listen,
        Optional<Tls> tls,
        Optional<URI> externalUrl,
        List<AddressRange> trustedProxies,
        HttpLimits limits,
        Duration drainWait) {

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// PEM files; read again when they change.
    ///
    /// - `certificate`: the chain, the server's own first.
    /// - `key`: PKCS #8, unencrypted.
    public record Tls(Path certificate, Path key) {}

    /// Cleartext on `listen`, default limits, no proxies.
    public static HttpSettings cleartext(InetSocketAddress listen) {
        return new HttpSettings(
                listen,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                HttpLimits.DEFAULT,
                Duration.ofSeconds(30));
    }

    public HttpSettings withLimits(HttpLimits newLimits) {
        return new HttpSettings(listen, tls, externalUrl, trustedProxies, newLimits, drainWait);
    }

    public HttpSettings withTls(Tls newTls) {
        return new HttpSettings(
                listen, Optional.of(newTls), externalUrl, trustedProxies, limits, drainWait);
    }
}
