package dev.berth.app.command;

import dev.berth.platform.lifecycle.Drain;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a command sees of the world around it.
///
/// - `coloured`: whether a person looks at `out` and has nothing against colours.
/// - `stop`: begins when the process is asked to go away.
public record Shell(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        boolean coloured,
        Drain stop) {
    /// The real one; its `stop` begins with SIGTERM or SIGINT.
    public static Shell ofProcess() {
        var environment = System.getenv();
        var stop = new Drain();
        Signals.onStop(stop::begin);
        return new Shell(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                environment,
                isColoured(environment),
                stop);
    }

    /// Source: https://no-color.org.
    @SuppressWarnings("SystemConsoleNull") // On JDK 25 it is null again where nobody looks.
    private static boolean isColoured(Map<String, String> environment) {
        var console = System.console();
        return console != null
                && console.isTerminal()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
