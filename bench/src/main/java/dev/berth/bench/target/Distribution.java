package dev.berth.bench.target;

import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// distribution v3, built through the Go module proxy when it is first asked for.
///
/// @param tools the folder that keeps the program
record Distribution(Path tools) implements Peer {
    static final Set<Ability> ABILITIES =
            Ability.without(Ability.REFERRERS, Ability.TOKENS, Ability.COLLECT, Ability.ACCOUNTS);

    private static final String MODULE =
            "github.com/distribution/distribution/v3/cmd/registry@v3.1.1";

    @Override
    public String name() {
        return "distribution";
    }

    @Override
    public Registry start(Path folder, Cores cores) throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        Path config = Files.writeString(folder.resolve("config.yml"), config(folder, endpoint));
        var command = List.of(program().toString(), "serve", config.toString());
        var server = StartedServer.start(Launch.readyOnV2(command, endpoint), folder, cores);
        return Registry.over(name(), ABILITIES, server, Optional.empty());
    }

    /// As its own documentation recommends for speed: descriptor cache on, logs at error, no access
    /// log, no tracing.
    static String config(Path folder, Endpoint endpoint) {
        return """
                version: 0.1
                log:
                  level: error
                  accesslog:
                    disabled: true
                storage:
                  delete:
                    enabled: true
                  cache:
                    blobdescriptor: inmemory
                  filesystem:
                    rootdirectory: %s
                  maintenance:
                    uploadpurging:
                      enabled: false
                http:
                  addr: %s
                  secret: loopback
                  relativeurls: true
                """.formatted(folder.resolve("data"), endpoint.host());
    }

    private Path program() throws IOException, InterruptedException {
        Path program = tools.resolve("registry");
        if (!Files.isExecutable(program)) {
            Files.createDirectories(tools);
            var go = new ProcessBuilder("go", "install", MODULE).inheritIO();
            go.environment().put("GOBIN", tools.toAbsolutePath().toString());
            if (go.start().waitFor() != 0) {
                throw new IOException("'go install " + MODULE + "' failed");
            }
        }
        return program.toAbsolutePath();
    }
}
