package dev.berth.bench.target;

import dev.berth.bench.harbor.Accounts;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.http.RequestBuilder;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `berth router` as a user starts it: callers are authenticated, by Harbor.
///
/// @param product a checkout, with its `berth`, or an unpacked distribution, with its `bin/berth`
record BerthRouter(Path product) implements RouterPeer {
    private static final String PREFIX = "proxy";

    @Override
    public String name() {
        return "berth-router";
    }

    @Override
    public Registry start(Path folder, Cores cores, Harbor harbor, Map<String, String> settings)
            throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        var management = Endpoint.loopback(Peer.freePort());
        var environment = new HashMap<>(Map.of(
                "HARBOR_URL", harbor.endpoint().toString(),
                "HARBOR_USERNAME", Accounts.ROBOT.user(),
                "HARBOR_PASSWORD", Accounts.ROBOT.password(),
                "PROXY_PROJECT", PREFIX,
                "LISTEN_ADDR", endpoint.host(),
                "METRICS_ADDR", management.host(),
                "DISCOVERY_INTERVAL", "2s"));
        environment.putAll(settings);
        var launch = new Launch(
                List.of(Berth.launcher(product).toString(), "router"),
                environment,
                endpoint,
                management,
                new RequestBuilder(management, "GET", "/readyz").expecting(200),
                () -> {});
        var server = StartedServer.start(launch, folder, cores);
        var reader = new Credentials(Accounts.READER.user(), Accounts.READER.password());
        return Registry.routed(
                name(),
                EnumSet.of(Ability.ROUTE, Ability.PROXY, Ability.LAYERS, Ability.RESTART),
                server,
                Optional.of(reader),
                harbor,
                PREFIX);
    }
}
