package dev.berth.platform.http;

import java.net.InetAddress;

/// A block of IP addresses, written `10.0.0.0/8`, `2001:db8::/32`, or as one address.
///
/// Source: RFC 4632 §3.1, RFC 4291 §2.3.
public record AddressRange(InetAddress network, int prefixBits) {
    public AddressRange {
        if (prefixBits < 0 || prefixBits > network.getAddress().length * 8) {
            throw new IllegalArgumentException("the prefix of %s cannot have %d bits"
                    .formatted(network.getHostAddress(), prefixBits));
        }
    }

    /// Reads an address or a range; names are not resolved.
    ///
    /// @throws IllegalArgumentException if `text` is neither
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bitsMax = network.getAddress().length * 8;
        return new AddressRange(
                network, slash < 0 ? bitsMax : Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(InetAddress address) {
        var expected = network.getAddress();
        var actual = address.getAddress();
        if (expected.length != actual.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += 8) {
            int mask = prefixBits - bit >= 8 ? 0xff : 0xff << (8 - (prefixBits - bit)) & 0xff;
            if (((expected[bit / 8] ^ actual[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixBits;
    }
}
