package dev.berth.bench.target;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.http.Endpoint;
import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/// nginx over the same bytes as files: what serving can cost at best.
///
/// One worker, sendfile, open files cached, no log: its usual settings for static files.
record Nginx() implements Peer {

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Registry start(Path folder, Cores cores) throws IOException, InterruptedException {
        var endpoint = Endpoint.loopback(Peer.freePort());
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(Files.createDirectories(files.resolve("v2")).resolve("index.json"), "{}");
        Path config = Files.writeString(folder.resolve("nginx.conf"), config(folder, endpoint));
        var command =
                List.of("nginx", "-p", folder.toString(), "-c", config.toString(), "-e", "stderr");
        var server = StartedServer.start(Launch.readyOnV2(command, endpoint), folder, cores);
        var abilities = EnumSet.of(Ability.READ, Ability.RANGES, Ability.RESTART);
        return Registry.overFiles(name(), abilities, server, new FilePublisher(files));
    }

    private static String config(Path folder, Endpoint endpoint) {
        return config(folder, """
            open_file_cache max=20000 inactive=300s;
            open_file_cache_valid 300s;
            server {
              listen %1$s;
              root %2$s/files;
              location = /v2/ {
                index index.json;
                types {}
                default_type application/json;
              }
              location ~ /manifests/ {
                types {}
                default_type %3$s;
              }
              location / {
                types {}
                default_type application/octet-stream;
              }
            }
            """.formatted(endpoint.host(), folder, Manifest.MEDIA_TYPE));
    }

    /// What each nginx of the bench has in common.
    ///
    /// @param servers goes into the `http` block
    static String config(Path folder, String servers) {
        return """
            daemon off;
            user %3$s;
            worker_processes 1;
            pid %1$s/nginx.pid;
            events {
              worker_connections 4096;
            }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000000;
              keepalive_timeout 300s;
            %2$s
            }
            """.formatted(folder, servers, System.getProperty("user.name"));
    }
}
