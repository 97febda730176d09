package dev.berth.bench.target;

import dev.berth.bench.process.Cores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;

/// nginx over the mock's layers, which are files: what serving them can cost at best.
record NginxFile() implements RouterPeer {

    @Override
    public String name() {
        return "nginx-file";
    }

    @Override
    public Registry start(Path folder, Cores cores, Harbor harbor, Map<String, String> settings)
            throws IOException, InterruptedException {
        var abilities = EnumSet.of(Ability.LAYERS, Ability.RESTART);
        var layers = """
            location ~ /blobs/(?<digest>sha256:[0-9a-f]+)$ {
              types {}
              default_type application/octet-stream;
              alias %s/$digest;
            }
            """.formatted(harbor.folder());
        return NginxProxy.start(name(), abilities, folder, cores, harbor, "", layers);
    }
}
