package dev.berth.platform.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/// A process that holds many connections, each in the middle of a head, until its input ends.
///
/// A process of its own, since one may not have as many open files as both ends need.
final class SlowClients {
    private SlowClients() {}

    /// Connects to the port given first, as often as given second.
    public static void main(String[] arguments) throws IOException {
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var channels = new ArrayList<SocketChannel>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            var channel = SocketChannel.open(address);
            channel.write(
                    ByteBuffer.wrap("GET /a HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(US_ASCII)));
            channels.add(channel);
        }
        for (var channel : channels) {
            channel.write(ByteBuffer.wrap("a".getBytes(US_ASCII)));
        }
        System.out.println("connected");
        while (System.in.read() >= 0) {
            // until the test has ended
        }
        for (var channel : channels) {
            channel.close();
        }
    }
}
