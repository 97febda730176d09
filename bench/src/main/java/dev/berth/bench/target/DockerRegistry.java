package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Debian's `docker-registry`: distribution's second generation.
record DockerRegistry() implements Peer {

    @Override
    public String name() {
        return "docker-registry";
    }

    @Override
    public Registry start(Path folder, Cores cores) throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        Path config = Files.writeString(
                folder.resolve("config.yml"), Distribution.config(folder, endpoint));
        var command = List.of("docker-registry", "serve", config.toString());
        var server = StartedServer.start(Launch.readyOnV2(command, endpoint), folder, cores);
        return Registry.over(name(), Distribution.ABILITIES, server, Optional.empty());
    }
}
