package dev.berth.router.redis;

import dev.berth.platform.config.HostPort;
import dev.berth.router.secret.LiveSecret;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Connects to whoever is the master now, logged in, with the database chosen.
///
/// Source: redis.io, "Guidelines for Redis clients with support for Redis Sentinel": sentinels are
/// asked in turn, and the server that they name is asked whether it agrees.
final class RedisDialer {
    private static final Logger log = LoggerFactory.getLogger(RedisDialer.class);

    private final RedisSettings settings;
    private final Optional<LiveSecret> password;
    private final Optional<LiveSecret> sentinelPassword;
    private final Optional<SSLContext> tls;

    /// @throws IOException if the file of authorities cannot be read
    RedisDialer(RedisSettings settings, LongSupplier nanoTime) throws IOException {
        this.settings = settings;
        this.password = settings.password().map(given -> new LiveSecret(given, nanoTime));
        this.sentinelPassword =
                settings.sentinelPassword().map(given -> new LiveSecret(given, nanoTime));
        this.tls = settings.tls() ? Optional.of(context(settings)) : Optional.empty();
    }

    private static SSLContext context(RedisSettings settings) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            var trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            var authorities = settings.authorities();
            if (authorities.isPresent()) {
                var store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                try (var file = Files.newInputStream(authorities.get())) {
                    for (var each :
                            CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                        store.setCertificateEntry("authority-" + store.size(), each);
                    }
                }
                trusted.init(store);
            } else {
                trusted.init((KeyStore) null);
            }
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the authorities of Redis cannot be used: " + e.getMessage(), e);
        }
    }

    /// Connects.
    ///
    /// @throws IOException if nobody can be connected who is the master
    RedisConnection dial() throws IOException {
        var connection = connect(master());
        try {
            logIn(connection, settings.username(), password);
            if (settings.database() != 0) {
                connection.call(List.of("SELECT", Integer.toString(settings.database())));
            }
            var role = connection.call(List.of("ROLE"));
            if (!(role instanceof List<?> list)
                    || list.isEmpty()
                    || !"master".equals(list.getFirst())) {
                throw RedisException.refused("READONLY this server is no master");
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private HostPort master() throws IOException {
        if (settings.masterName().isEmpty()) {
            return settings.servers().getFirst();
        }
        var failure = new IOException(
                "no sentinel knows the master " + settings.masterName().get());
        for (var sentinel : settings.servers()) {
            try {
                return masterOf(sentinel, settings.masterName().get());
            } catch (IOException e) {
                log.atDebug()
                        .addKeyValue("sentinel", sentinel)
                        .addKeyValue("error", e.getMessage())
                        .log("a sentinel gives no answer");
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private HostPort masterOf(HostPort sentinel, String name) throws IOException {
        try (var connection = connect(sentinel)) {
            logIn(connection, Optional.empty(), sentinelPassword);
            var address = connection.call(List.of("SENTINEL", "get-master-addr-by-name", name));
            if (address instanceof List<?> parts
                    && parts.size() == 2
                    && parts.getFirst() instanceof String host
                    && parts.getLast() instanceof String port
                    && port.matches("[0-9]{1,5}")) {
                return address(host, port);
            }
            throw RedisException.malformed("no address of a master");
        }
    }

    private static HostPort address(String host, String port) throws RedisException {
        try {
            return new HostPort(host, Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw RedisException.malformed("the address of a master");
        }
    }

    private static void logIn(
            RedisConnection connection, Optional<String> username, Optional<LiveSecret> password)
            throws IOException {
        if (password.isPresent()) {
            var secret = password.get().current().reveal();
            connection.call(
                    username.isPresent()
                            ? List.of("AUTH", username.get(), secret)
                            : List.of("AUTH", secret));
        }
    }

    private RedisConnection connect(HostPort server) throws IOException {
        int wait = Math.toIntExact(settings.answerWait().toMillis());
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(server.host(), server.port()), wait);
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(wait);
            return new RedisConnection(tls.isPresent() ? secured(tls.get(), plain, server) : plain);
        } catch (IOException e) {
            plain.close();
            throw new IOException(server + " cannot be connected: " + e.getMessage(), e);
        }
    }

    private static Socket secured(SSLContext context, Socket plain, HostPort server)
            throws IOException {
        var socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
