package dev.berth.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.command.ExitCode;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A folder with a SQLite file has one server, and commands beside it.
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(value = 360, threadMode = ThreadMode.SEPARATE_THREAD)
class SecondServerIT {
    private static final Map<String, String> ANY_PORTS = Map.of(
            "BERTH_HTTP_LISTEN", "127.0.0.1:0",
            "BERTH_MANAGEMENT_LISTEN", "127.0.0.1:0");

    @TempDir
    Path folder;

    @Test
    void it_is_refused_while_the_first_one_runs_and_not_after_that_was_killed() throws Exception {
        var data = folder.resolve("data");
        var said = folder.resolve("second.log");
        try (var first = BerthProcess.start(data, Map.of())) {
            assertThat(BerthProcess.run(data, ANY_PORTS, said, "core")).isEqualTo(ExitCode.FAILED);
            assertThat(Files.readString(said)).contains("another server works on");
            assertThat(BerthProcess.run(data, ANY_PORTS, said, "dev")).isEqualTo(ExitCode.FAILED);
            assertThat(BerthProcess.run(data, Map.of(), said, "gc", "--dry-run"))
                    .isEqualTo(ExitCode.OK);
            assertThat(first.client().get("/v2/").status()).isEqualTo(200);
            first.kill();
        }
        try (var next = BerthProcess.start(data, Map.of())) {
            assertThat(next.client().get("/v2/").status()).isEqualTo(200);
        }
    }
}
