package dev.berth.platform.http;

import java.net.InetAddress;

/// The other end of a connection, before any proxy is believed.
///
/// - `authority`: the `Host` field or `:authority`, checked to be one; the address we listen on for
///   an HTTP/1.0 client that names none.
record Peer(InetAddress address, boolean tls, String authority) {}
