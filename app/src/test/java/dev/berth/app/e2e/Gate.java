package dev.berth.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands before a server and can be shut: what went through it is cut, and nobody gets in.
final class Gate implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    Gate(InetSocketAddress target) throws IOException {
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void shut() throws IOException {
        open = false;
        closeAll();
    }

    void open() {
        open = true;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                if (open) {
                    connect(client);
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // The gate is closed, or somebody left early: nothing to pass on.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var server = new Socket();
        server.connect(target);
        sockets.add(client);
        sockets.add(server);
        pass(client, server);
        pass(server, client);
    }

    private void pass(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                // Cut by one of the two, or by the gate.
            } finally {
                sockets.remove(from);
                sockets.remove(to);
            }
        });
    }

    private void closeAll() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        shut();
    }
}
