package dev.berth.platform.http;

import dev.berth.platform.config.HostPort;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a server listens and whom it believes.
///
/// - `listen`: port 0 for any free one; [HttpServer#address] tells which.
/// - `backlog`: connections that may wait to be accepted; the system may allow fewer.
/// - `tls`: empty for cleartext HTTP/1.1.
/// - `externalUrl`: scheme and authority that answers name, whatever the request says.
/// - `trustedProxies`: peers whose `Forwarded` and `X-Forwarded-*` fields are believed.
/// - `drainWait`: how long [HttpServer#close] lets requests in flight finish.
public record HttpSettings(
        InetSocketAddress listen,
        int backlog,
        Optional<Tls> tls,
        Optional<URI> externalUrl,
        List<AddressRange> trustedProxies,
        HttpLimits limits,
        Duration drainWait) {

    static final Setting<HostPort> LISTEN = new Setting<>(
            "http.listen",
            Kind.hostPort(),
            "127.0.0.1:5000",
            "Where clients are served. Port 0 means any free one, which is printed.");
    static final Setting<Integer> BACKLOG = new Setting<>(
            "http.backlog",
            Kind.integer(1, 65_535),
            "4096",
            "Connections that may wait to be accepted; the system's own limit may be lower.");
    static final Setting<Optional<Path>> CERTIFICATE = new Setting<>(
            "http.tls.certificate",
            Kind.path().optional(),
            "",
            "PEM file with the certificate chain, the server's own first. With `http.tls.key` it"
                    + " switches HTTPS and HTTP/2 on; it is read again when it changes.");
    static final Setting<Optional<Path>> KEY = new Setting<>(
            "http.tls.key",
            Kind.path().optional(),
            "",
            "PEM file with the unencrypted PKCS #8 key of the certificate.");
    static final Setting<Optional<URI>> EXTERNAL_URL = new Setting<>(
            "http.external-url",
            Kind.uri("http", "https").optional(),
            "",
            "Scheme and host under which clients reach this registry, such as"
                    + " `https://registry.example.com`. Empty means what the request says.");
    static final Setting<List<AddressRange>> TRUSTED_PROXIES = new Setting<>(
            "http.trusted-proxies",
            Kind.of("an address or a network such as `10.0.0.0/8`", AddressRange::parse)
                    .list(),
            "",
            "Proxies whose `Forwarded` and `X-Forwarded-*` fields are believed.");
    static final Setting<Duration> DRAIN_TIMEOUT = new Setting<>(
            "http.drain-timeout",
            Kind.duration("0s", "1h"),
            "30s",
            "How long requests in flight may go on when the process is asked to stop.");

    private static final int BACKLOG_DEFAULT = 4096;

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /// Reads and checks all of them.
    public static HttpSettings from(Settings settings) {
        return new HttpSettings(
                settings.value(LISTEN).resolve(),
                settings.value(BACKLOG),
                tls(settings),
                settings.value(EXTERNAL_URL),
                settings.value(TRUSTED_PROXIES),
                HttpLimits.from(settings),
                settings.value(DRAIN_TIMEOUT));
    }

    private static Optional<Tls> tls(Settings settings) {
        var certificate = settings.value(CERTIFICATE);
        var key = settings.value(KEY);
        if (certificate.isPresent() != key.isPresent()) {
            settings.refuse(
                    certificate.isPresent() ? CERTIFICATE : KEY,
                    "set both http.tls.certificate and http.tls.key, or neither");
        }
        return certificate.flatMap(
                chain -> key.map(file -> new Tls(chain, file, Optional.empty())));
    }

    /// PEM files; read again when they change.
    ///
    /// - `certificate`: the chain, the server's own first.
    /// - `key`: PKCS #8, unencrypted.
    /// - `clientAuthorities`: if there are any, clients are asked for a certificate of theirs
    ///   ([Request#clientCertificate]). One of anybody else ends the handshake, none does not.
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    /// Cleartext on `listen`, default limits, no proxies.
    public static HttpSettings cleartext(InetSocketAddress listen) {
        return new HttpSettings(
                listen,
                BACKLOG_DEFAULT,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                HttpLimits.DEFAULT,
                Duration.ofSeconds(30));
    }

    public HttpSettings withLimits(HttpLimits newLimits) {
        return new HttpSettings(
                listen, backlog, tls, externalUrl, trustedProxies, newLimits, drainWait);
    }

    public HttpSettings withTls(Tls newTls) {
        return with(Optional.of(newTls));
    }

    /// The same, asking clients for certificates; without TLS nobody is asked.
    public HttpSettings withClientAuthorities(Path authorities) {
        return with(tls.map(
                files -> new Tls(files.certificate(), files.key(), Optional.of(authorities))));
    }

    /// Whether other machines reach this server without TLS, as far as it can know: neither it
    /// nor a proxy that it believes speaks TLS.
    public boolean isCleartextToOthers() {
        return tls.isEmpty()
                && !listen.getAddress().isLoopbackAddress()
                && trustedProxies.isEmpty()
                && externalUrl.filter(url -> url.getScheme().equals("https")).isEmpty();
    }

    private HttpSettings with(Optional<Tls> newTls) {
        return new HttpSettings(
                listen, backlog, newTls, externalUrl, trustedProxies, limits, drainWait);
    }
}
