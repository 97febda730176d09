package dev.berth.bench.population;

import dev.berth.bench.target.Index;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs [PermissionsProgram] with the jars of the product under test.
public final class PermissionCheck {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private PermissionCheck() {}

    /// Processor time of one check; no server may have the database open.
    ///
    /// @param account who asks
    /// @param repositories where the account may pull and push
    public static Duration measure(Index index, String account, List<String> repositories)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                        File.pathSeparator,
                        index.library().resolve("*").toString(),
                        System.getProperty("java.class.path")),
                PermissionsProgram.class.getName(),
                index.jdbcUrl(),
                account));
        command.addAll(repositories);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the check of permissions does not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException("the check of permissions failed: " + output.strip());
        }
        // What the product logs comes before.
        String last = output.strip().lines().reduce("", (_, line) -> line);
        return Duration.ofNanos(Long.parseLong(last.strip()));
    }
}
