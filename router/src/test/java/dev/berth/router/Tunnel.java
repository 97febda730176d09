package dev.berth.router;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// A proxy on loopback that carries bytes and knows nothing of them; every host is this one.
///
/// Sources: RFC 9110 §9.3.6 (`CONNECT`), RFC 1928 (SOCKS5), RFC 1929 (its names and passwords).
final class Tunnel implements AutoCloseable {
    private static final String PROXY_AUTHORIZATION = "proxy-authorization: ";
    private static final int SOCKS_VERSION = 5;
    private static final int BY_PASSWORD = 2;
    private static final int LOGIN_VERSION = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Greeting greeting;

    /// The port that each client wanted, and how it showed who it is, parted by a space.
    final List<String> calls = new CopyOnWriteArrayList<>();

    /// Hears a client out, and connects to where it wants.
    @FunctionalInterface
    private interface Greeting {
        Socket hear(Tunnel tunnel, DataInputStream in, OutputStream out) throws IOException;
    }

    private Tunnel(Greeting greeting) throws IOException {
        this.greeting = greeting;
        Thread.ofVirtual().name("tunnel").start(this::accept);
    }

    static Tunnel ofHttp() throws IOException {
        return new Tunnel(Tunnel::http);
    }

    static Tunnel ofSocks() throws IOException {
        return new Tunnel(Tunnel::socks);
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                var client = server.accept();
                Thread.ofVirtual().name("tunnel").start(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            try (var far = greeting.hear(this, in, client.getOutputStream())) {
                Thread.ofVirtual().name("tunnel back").start(() -> carryBack(far, client));
                in.transferTo(far.getOutputStream());
            }
        } catch (IOException e) {
            // One of them has left.
        }
    }

    private static void carryBack(Socket far, Socket client) {
        try (client) {
            far.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of them has left.
        }
    }

    private Socket http(DataInputStream in, OutputStream out) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        var lines = head.toString().split("\r\n", -1);
        var shown = Arrays.stream(lines)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(PROXY_AUTHORIZATION))
                .map(line -> line.substring(PROXY_AUTHORIZATION.length()))
                .collect(Collectors.joining());
        var words = lines[0].split(" ", -1);
        int port = Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1));
        calls.add(port + " " + words[0] + " " + shown);
        var far = new Socket(InetAddress.getLoopbackAddress(), port);
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return far;
    }

    private Socket socks(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(1); // The version.
        in.skipNBytes(in.readUnsignedByte()); // Ways to log in.
        out.write(new byte[] {SOCKS_VERSION, BY_PASSWORD});
        in.skipNBytes(1); // The version of the login.
        var name = text(in);
        var password = text(in);
        out.write(new byte[] {LOGIN_VERSION, 0});
        in.skipNBytes(3); // The version, the wish to connect, and nothing.
        switch (in.readUnsignedByte()) {
            case NAME -> text(in);
            case IPV4 -> in.skipNBytes(IPV4_BYTES);
            default -> in.skipNBytes(IPV6_BYTES);
        }
        int port = in.readUnsignedShort();
        calls.add(port + " " + name + " " + password);
        var far = new Socket(InetAddress.getLoopbackAddress(), port);
        out.write(new byte[] {SOCKS_VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0});
        return far;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
