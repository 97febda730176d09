package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `berth core` as a user starts it: SQLite, durable, with authentication.
///
/// @param product a checkout, with its `berth`, or an unpacked distribution, with its `bin/berth`
record Berth(Path product) implements Peer {
    private static final String ADMIN = "admin";
    private static final int PASSWORD_BYTES = 16;

    @Override
    public String name() {
        return "berth";
    }

    @Override
    public Registry start(Path folder, Cores cores) throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        var management = Endpoint.loopback(Peer.freePort());
        var credentials = new Credentials(ADMIN, password());
        var launch = new Launch(
                List.of(launcher(product).toString(), "core"),
                Map.of(
                        "BERTH_HTTP_LISTEN", endpoint.host(),
                        "BERTH_MANAGEMENT_LISTEN", management.host(),
                        "BERTH_DATA_DIRECTORY", folder.resolve("data").toString(),
                        "BERTH_AUTH_ADMIN_PASSWORD", credentials.password()),
                endpoint,
                management,
                new RequestBuilder(management, "GET", "/readyz").expecting(200));
        var server = StartedServer.start(launch, folder, cores);
        return Registry.over(name(), Ability.all(), server, Optional.of(credentials));
    }

    /// The script that starts it.
    static Path launcher(Path product) {
        Path packaged = product.resolve("bin").resolve("berth");
        Path launcher = Files.isExecutable(packaged) ? packaged : product.resolve("berth");
        return launcher.toAbsolutePath();
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
