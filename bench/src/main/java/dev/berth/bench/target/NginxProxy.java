package dev.berth.bench.target;

import dev.berth.bench.harbor.Accounts;
import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// nginx in front of the mock's first project: what passing on can cost at best.
///
/// One worker, no log, no authentication, nothing cached.
///
/// @param connectionsKept to the mock; with none there is one for each request, as by default
record NginxProxy(String name, int connectionsKept) implements RouterPeer {
    private static final String PREFIX = "proxy";
    private static final String KEEPING = """
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        """;

    @Override
    public Registry start(Path folder, Cores cores, Harbor harbor, Map<String, String> settings)
            throws IOException, InterruptedException {
        var abilities = EnumSet.of(Ability.PROXY, Ability.LAYERS, Ability.RESTART);
        var images = """
            location /v2/%s/ {
              proxy_pass http://harbor/v2/%s/;
            }
            """.formatted(PREFIX, Knobs.project(0));
        return start(name, abilities, folder, cores, harbor, kept(), images);
    }

    private String kept() {
        return connectionsKept == 0 ? "" : """
            keepalive %d;
            keepalive_requests 1000000000;
            """.formatted(connectionsKept);
    }

    /// Starts nginx before the mock.
    ///
    /// @param kept how connections to the mock are kept
    /// @param images the part of its configuration that answers for images
    static Registry start(
            String name,
            Set<Ability> abilities,
            Path folder,
            Cores cores,
            Harbor harbor,
            String kept,
            String images)
            throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        String text = Nginx.config(folder, servers(harbor, endpoint.host(), kept, images));
        Path config = Files.writeString(folder.resolve("nginx.conf"), text);
        var command =
                List.of("nginx", "-p", folder.toString(), "-c", config.toString(), "-e", "stderr");
        var server = StartedServer.start(Launch.readyOnV2(command, endpoint), folder, cores);
        return Registry.routed(name, abilities, server, Optional.empty(), harbor, PREFIX);
    }

    private static String servers(Harbor harbor, String host, String kept, String images) {
        return """
            upstream harbor {
              server %1$s;
              %5$s
            }
            server {
              listen %2$s backlog=4096;
              %6$s
              proxy_set_header Host %1$s;
              proxy_set_header Authorization "%3$s";
              proxy_max_temp_file_size 0;
              location /v2/ {
                proxy_pass http://harbor/v2/;
              }
              %4$s
            }
            """.formatted(
                        harbor.endpoint().host(),
                        host,
                        Accounts.ROBOT.basic(),
                        images,
                        kept,
                        kept.isEmpty() ? "" : KEEPING);
    }
}
