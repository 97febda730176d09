package dev.berth.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// skopeo pulls straight through the router; skipped where it is not installed.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForeignClientTest {
    private static final Path SKOPEO = Path.of("/usr/bin/skopeo");
    private static final long WAIT_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void R26_skopeo_logs_in_at_the_router_and_pulls() throws Exception {
        assumeTrue(Files.isExecutable(SKOPEO), "skopeo is not installed");
        try (var harbor = new MockHarbor()) {
            var ghcr = harbor.project("ghcr", "github-ghcr");
            harbor.project("quay", "quay");
            var image = ghcr.image("team/app", "v1", "layer");
            harbor.reader("alice", "ghcr", "quay");
            try (var router = TestRouter.start(harbor, Map.of("router.auth-mode", "validate"))) {
                var source = "docker://127.0.0.1:%d/proxy/team/app:v1"
                        .formatted(router.uri().getPort());

                assertThat(skopeo("--src-no-creds", source)).contains("unauthorized");
                assertThat(skopeo("--src-creds=alice:alice", source)).contains("Writing manifest");
                assertThat(folder.resolve("image/manifest.json")).hasBinaryContent(image.bytes());
            }
        }
    }

    /// What it prints.
    private String skopeo(String credentials, String source)
            throws IOException, InterruptedException {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(List.of(
                        SKOPEO.toString(),
                        "copy",
                        "--insecure-policy",
                        "--src-tls-verify=false",
                        credentials,
                        source,
                        "dir:" + folder.resolve("image")))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
