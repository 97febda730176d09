package dev.berth.platform.config;

import java.net.InetSocketAddress;

/// A place to listen at or connect to.
///
/// - Shape: `host:port`; an IPv6 address stands in brackets in text and without them in `host`.
/// - `port`: 0 to 65535; 0 asks the system for a free one.
public record HostPort(String host, int port) {
    public HostPort {
        if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@')) {
            throw new IllegalArgumentException("not a host: " + host);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /// Reads `host:port` or `[ipv6]:port`.
    ///
    /// @throws IllegalArgumentException with what to write instead
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon == 0) {
            throw new IllegalArgumentException("write 0.0.0.0" + text
                    + " for all IPv4 addresses or [::]" + text + " for all addresses");
        }
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("write host:port, such as 127.0.0.1:5000");
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "put the IPv6 address in brackets, such as [::1]:5000");
        }
        return new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(text.substring(colon + 1)));
    }

    /// The address for a socket; looks a host name up.
    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
