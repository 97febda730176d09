package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.process.Cores;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `berth core` as a user starts it: durable, with authentication.
///
/// @param product a checkout, with its `berth`, or an unpacked distribution, with its `bin/berth`
/// @param kind of its database
record Berth(Path product, Kind kind) implements Peer {
    private static final String ADMIN = "admin";
    private static final int PASSWORD_BYTES = 16;

    /// Where it keeps its rows.
    enum Kind {
        SQLITE("berth"),
        /// A PostgreSQL that is started for it; figures of processor and memory are Berth's alone.
        POSTGRESQL("berth-postgresql");

        private final String peer;

        Kind(String peer) {
            this.peer = peer;
        }
    }

    @Override
    public String name() {
        return kind.peer;
    }

    @Override
    public Registry start(Path folder, Cores cores) throws IOException, InterruptedException {
        return switch (kind) {
            case SQLITE ->
                start(
                        folder,
                        cores,
                        Map.of(),
                        Index.sqlite(folder.resolve("data"), library()),
                        () -> {});
            case POSTGRESQL -> {
                var postgres = Postgres.start(folder, cores);
                try {
                    yield start(
                            folder,
                            cores,
                            Map.of("BERTH_DATABASE_URL", postgres.url()),
                            new Index(postgres.jdbcUrl(), library()),
                            postgres);
                } catch (IOException | InterruptedException e) {
                    postgres.close();
                    throw e;
                }
            }
        };
    }

    private Registry start(
            Path folder,
            Cores cores,
            Map<String, String> settings,
            Index index,
            Closeable afterwards)
            throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        var management = Endpoint.loopback(Peer.freePort());
        var credentials = new Credentials(ADMIN, password());
        var environment = new LinkedHashMap<>(settings);
        environment.put("BERTH_HTTP_LISTEN", endpoint.host());
        environment.put("BERTH_MANAGEMENT_LISTEN", management.host());
        environment.put("BERTH_DATA_DIRECTORY", folder.resolve("data").toString());
        environment.put("BERTH_AUTH_ADMIN_PASSWORD", credentials.password());
        var launch = new Launch(
                List.of(launcher(product).toString(), "core"),
                environment,
                endpoint,
                management,
                new RequestBuilder(management, "GET", "/readyz").expecting(200),
                afterwards);
        var server = StartedServer.start(launch, folder, cores);
        return Registry.over(name(), Ability.all(), server, Optional.of(credentials), index);
    }

    private boolean isPackaged() {
        return Files.isExecutable(product.resolve("bin").resolve("berth"));
    }

    /// The script that starts it.
    static Path launcher(Path product) {
        Path packaged = product.resolve("bin").resolve("berth");
        Path launcher = Files.isExecutable(packaged) ? packaged : product.resolve("berth");
        return launcher.toAbsolutePath();
    }

    private Path library() {
        Path library =
                isPackaged() ? product.resolve("lib") : product.resolve("app/target/berth/lib");
        return library.toAbsolutePath();
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
