package dev.berth.app.command;

import dev.berth.platform.lifecycle.Drain;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// What a command sees of the world around it.
///
/// - `coloured`: whether a person looks at `out` and has nothing against colours.
/// - `stop`: begins when the process is asked to go away.
/// - `signals`: is given what to do then, by who serves; whatever else runs ends at once.
public record Shell(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        boolean coloured,
        Drain stop,
        Consumer<Runnable> signals) {
    /// One that no signal reaches.
    Shell(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            boolean coloured,
            Drain stop) {
        this(out, err, environment, coloured, stop, _ -> {});
    }

    /// The real one, with SIGTERM and SIGINT.
    public static Shell ofProcess() {
        var environment = System.getenv();
        return new Shell(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                environment,
                isColoured(environment),
                new Drain(),
                Signals::onStop);
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
