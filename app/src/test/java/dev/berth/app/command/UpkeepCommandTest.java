package dev.berth.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.app.testing.RunningCore;
import dev.berth.platform.lifecycle.Drain;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// `berth gc` and `berth fsck` on what a real core has left.
@DisplayNameGeneration(ReplaceUnderscores.class)
class UpkeepCommandTest {
    private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST =
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String LOGIN =
            RunningCore.basic(RunningCore.ADMINISTRATOR, RunningCore.PASSWORD);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path data;

    /// A blob that no manifest names, and whose lease is over in a second.
    @BeforeEach
    void pushGarbage() throws Exception {
        try (var core = RunningCore.start(data, Map.of("gc.lease", "1s", "gc.interval", "24h"))) {
            var pushed = core.send(
                    "POST",
                    "/v2/library/app/blobs/uploads/?digest=" + DIGEST,
                    BYTES,
                    "Content-Type",
                    "application/octet-stream",
                    "Authorization",
                    LOGIN);
            assertThat(pushed.statusCode()).isEqualTo(201);
        }
    }

    private int berth(String... arguments) {
        out.getBuffer().setLength(0);
        var shell = new Shell(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of("BERTH_DATA_DIRECTORY", data.toString()),
                false,
                new Drain());
        return BerthCommand.run(shell, arguments);
    }

    private Path file() {
        var hex = DIGEST.substring(DIGEST.indexOf(':') + 1);
        return data.resolve("blobs/sha256").resolve(hex.substring(0, 2)).resolve(hex);
    }

    private void awaitDue() {
        await().untilAsserted(() -> {
            assertThat(berth("gc", "--dry-run")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).isEqualTo("1 repository entries of 5 bytes are due\n");
        });
    }

    @Test
    void a_dry_run_says_what_would_go_and_nothing_goes() {
        awaitDue();

        assertThat(berth("gc", "--dry-run", "--output", "json")).isEqualTo(ExitCode.OK);
        var due = JsonMapper.shared().readTree(out.toString());
        assertThat(due.get("memberships").asLong()).isEqualTo(1);
        assertThat(due.get("bytes").asLong()).isEqualTo(5);
        assertThat(file()).hasBinaryContent(BYTES);
    }

    @Test
    void what_is_due_goes_now_with_its_bytes() {
        awaitDue();

        assertThat(berth("gc", "--now")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .isEqualTo(
                        "removed 1 blobs of 5 bytes and 0 uploads; 1 repository entries ended\n");
        assertThat(file()).doesNotExist();
        berth("gc", "--dry-run");
        assertThat(out.toString()).isEqualTo("0 repository entries of 0 bytes are due\n");
        assertThat(berth("fsck", "--read")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualTo("clean\n");
    }

    @Test
    void one_of_the_two_must_be_said() {
        assertThat(berth("gc")).isEqualTo(ExitCode.USAGE);
        assertThat(berth("gc", "--now", "--dry-run")).isEqualTo(ExitCode.USAGE);
        assertThat(file()).exists();
    }

    @Test
    void flipped_bytes_are_told_without_being_touched_and_go_by_repair() throws IOException {
        Files.writeString(file(), "hullo");

        assertThat(berth("fsck")).isEqualTo(ExitCode.OK);
        assertThat(berth("fsck", "--read", "--rate", "1MiB")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains(DIGEST, "1 found");
        assertThat(file()).hasContent("hullo");

        assertThat(berth("fsck", "--read", "--repair")).isEqualTo(ExitCode.FAILED);
        assertThat(file()).doesNotExist();
        assertThat(data.resolve("quarantine")).isNotEmptyDirectory();
        assertThat(berth("fsck", "--read")).isEqualTo(ExitCode.OK);
    }

    @Test
    void a_rate_that_is_none_is_refused() {
        assertThat(berth("fsck", "--read", "--rate", "fast")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--rate");
    }
}
