package dev.berth.bench;

import dev.berth.bench.report.Style;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

import java.io.IOException;
import java.time.Clock;

/// Where the program begins, and where what nobody could handle is told to the user.
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var style = new Style(CommandLine.Help.Ansi.AUTO.enabled());
        var bench = new Bench(Clock.systemUTC(), System.out, System.err, style);
        System.exit(new CommandLine(bench)
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments));
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed)
            throws Exception {
        int code = switch (failure) {
            case IllegalArgumentException _ -> ExitCode.USAGE;
            case IOException _ -> ExitCode.SOFTWARE;
            default -> throw failure;
        };
        command.getErr().println(failure.getMessage());
        return code;
    }
}
