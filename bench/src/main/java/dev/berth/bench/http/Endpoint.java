package dev.berth.bench.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/// Where a server listens: plain HTTP on a loopback address, and nothing else.
///
/// @param host as it is sent in the `Host` header, port included
/// @param address a loopback address
public record Endpoint(String host, InetSocketAddress address) {
    private static final int HTTP_PORT = 80;

    public Endpoint {
        if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    host + " is not a loopback address: the bench loads only this machine");
        }
    }

    public static Endpoint loopback(int port) {
        return parse("http://127.0.0.1:" + port);
    }

    /// Reads `http://host:port`.
    ///
    /// @throws IllegalArgumentException if it is not such an address or leaves this machine
    public static Endpoint parse(String address) {
        URI uri = URI.create(address);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + address + "' is not an address like http://127.0.0.1:5000");
        }
        int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
        try {
            var resolved = InetAddress.getByName(uri.getHost());
            return new Endpoint(uri.getAuthority(), new InetSocketAddress(resolved, port));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address for " + uri.getHost(), e);
        }
    }

    @Override
    public String toString() {
        return "http://" + host;
    }
}
