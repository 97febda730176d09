package dev.berth.app.role;

import dev.berth.platform.http.HttpServer;
import dev.berth.platform.http.HttpSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;

/// Where clients are served.
final class ClientAddress {
    private static final Logger log = LoggerFactory.getLogger(ClientAddress.class);

    private ClientAddress() {}

    /// The address that `server` listens at; warns if passwords would come to it in clear from
    /// another machine.
    static URI of(HttpSettings settings, HttpServer server) {
        if (settings.isCleartextToOthers()) {
            log.atWarn()
                    .addKeyValue("listen", settings.listen())
                    .log("passwords come in clear from other machines: set http.tls.certificate,"
                            + " or http.trusted-proxies if a proxy in front does TLS");
        }
        var scheme = settings.tls().isPresent() ? "https" : "http";
        var address = server.address();
        return URI.create(
                "%s://%s:%d".formatted(scheme, address.getHostString(), address.getPort()));
    }
}
