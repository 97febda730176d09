package dev.berth.bench.harbor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/// The mock as a process.
///
/// Protocol, one line each on standard input and output:
/// - out the port, at the beginning
/// - in `set` and the line of [Knobs], out `ok`: counts begin at zero
/// - in `count`, out the line of [Counts]
/// - in `blob` and a length, out the digest of a layer that is there now
///
/// It ends with its input.
public final class HarborProgram {
    private HarborProgram() {}

    /// Serves until the input ends.
    ///
    /// @param arguments a folder for layers, and a port or 0
    public static void main(String[] arguments) throws IOException {
        var content = new HarborContent(Path.of(arguments[0]));
        var server = new HarborServer(content, Integer.parseInt(arguments[1]));
        Thread.ofPlatform().daemon().name("mock").start(() -> serve(server));
        System.out.println(server.port());
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        String line = input.readLine();
        while (line != null) {
            System.out.println(obey(content, line));
            line = input.readLine();
        }
    }

    private static void serve(HarborServer server) {
        try {
            server.run();
        } catch (IOException e) {
            System.err.println("the mock of Harbor has failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String obey(HarborContent content, String line) throws IOException {
        String[] order = line.split(" ", 2);
        return switch (order[0]) {
            case "set" -> {
                content.set(Knobs.parse(order[1]));
                yield "ok";
            }
            case "count" -> content.counts().line();
            case "blob" -> content.blob(Long.parseLong(order[1]));
            default -> throw new IOException("no order '" + line + "'");
        };
    }
}
