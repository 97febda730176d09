package dev.berth.core.audit;

import dev.berth.core.api.Json;
import dev.berth.platform.config.HostPort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Speaks to a syslog server over TCP: one connection for each batch of entries.
///
/// A line for each: facility 13 (log audit), severity 6 (information), the application `audit`, and
/// the entry as JSON, in which nothing can end the line. Source: RFC 5424; RFC 6587 §3.4.2.
final class Syslog {
    static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    private static final Duration SEND_MAX = Duration.ofSeconds(10);
    private static final Duration END_MAX = Duration.ofSeconds(2);
    private static final int PRIORITY = 13 * 8 + 6;

    private final String hostName;

    /// `hostName`: of this machine, as the server shows it.
    Syslog(String hostName) {
        this.hostName = hostName.matches("[!-~]{1,255}") ? hostName : "-";
    }

    private record LineBody(
            String username,
            String operation,
            String resourceType,
            String resource,
            String description) {}

    /// Returns when everything was handed to the connection and the server has not left.
    ///
    /// @throws IOException if that does not come about within a deadline
    void send(HostPort server, List<AuditEntry> entries) throws IOException, InterruptedException {
        if (entries.isEmpty()) {
            return;
        }
        var lines = lines(entries);
        try (var socket = connect(server)) {
            var done = new CountDownLatch(1);
            var watch = Thread.startVirtualThread(() -> closeUnless(done, socket));
            try {
                socket.getOutputStream().write(lines);
                socket.shutdownOutput();
                awaitEnd(socket);
            } finally {
                done.countDown();
                watch.join();
            }
        }
    }

    /// Whether the server takes connections now.
    ///
    /// @throws IOException if not
    void probe(HostPort server) throws IOException {
        connect(server).close();
    }

    private static Socket connect(HostPort server) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), (int)
                    CONNECT_MAX.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("no connection to the syslog server " + server, e);
        }
    }

    /// A server that has read everything closes the connection; one that keeps it open has not
    /// refused anything.
    private static void awaitEnd(Socket socket) throws IOException {
        socket.setSoTimeout((int) END_MAX.toMillis());
        try {
            while (socket.getInputStream().read() >= 0) {
                // What it says is not for us.
            }
        } catch (SocketTimeoutException _) {
            // It keeps the connection open.
        }
    }

    /// A server that takes nothing is left alone after a while.
    private static void closeUnless(CountDownLatch done, Socket socket) {
        try {
            if (!done.await(SEND_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                socket.close();
            }
        } catch (IOException | InterruptedException _) {
            // It is closed by whoever writes, too.
        }
    }

    private byte[] lines(List<AuditEntry> entries) {
        var lines = new ByteArrayOutputStream();
        for (var entry : entries) {
            lines.writeBytes(line(entry).getBytes(StandardCharsets.UTF_8));
        }
        return lines.toByteArray();
    }

    private String line(AuditEntry entry) {
        var body = new LineBody(
                entry.username(),
                entry.operation(),
                entry.resourceType(),
                entry.resource(),
                entry.description());
        return "<%d>1 %s %s audit - - - %s\n"
                .formatted(PRIORITY, Json.time(entry.at()), hostName, Json.text(body));
    }
}
