package dev.berth.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.X509KeyManager;

/// A certificate chain and its key, read together and proven to belong together; and whose
/// certificates clients may show.
record TlsFiles(Buffer certificate, Buffer key, Optional<Buffer> clientAuthorities) {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// Reads both files, and uses the key once to see that it fits.
    ///
    /// @throws IOException if they cannot be read, understood, or do not fit each other
    static TlsFiles read(HttpSettings.Tls tls, Vertx vertx) throws IOException {
        var files = new TlsFiles(
                Buffer.buffer(Files.readAllBytes(tls.certificate())),
                Buffer.buffer(Files.readAllBytes(tls.key())),
                tls.clientAuthorities().isEmpty()
                        ? Optional.empty()
                        : Optional.of(authorities(tls.clientAuthorities().get())));
        try {
            files.requirePair(vertx);
        } catch (Exception e) { // the library declares no less
            throw new IOException(
                    "%s and %s are no certificate with its key: %s"
                            .formatted(tls.certificate(), tls.key(), e.getMessage()),
                    e);
        }
        return files;
    }

    /// @throws IOException if there is no certificate in it
    private static Buffer authorities(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes));
            if (found.isEmpty()) {
                throw new IOException(file + " has no certificate in it");
            }
            return Buffer.buffer(bytes);
        } catch (CertificateException e) {
            throw new IOException(
                    "%s is no PEM file of certificates: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void requirePair(Vertx vertx) throws Exception {
        for (var manager : pem().getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager keys) {
                for (var type : List.of("RSA", "EC", "EdDSA", "Ed25519")) {
                    var aliases = keys.getServerAliases(type, null);
                    if (aliases != null && aliases.length > 0) {
                        requirePair(
                                keys.getCertificateChain(aliases[0])[0],
                                keys.getPrivateKey(aliases[0]));
                        return;
                    }
                }
            }
        }
        throw new GeneralSecurityException("no RSA, EC or EdDSA key found");
    }

    private static void requirePair(X509Certificate certificate, PrivateKey key)
            throws GeneralSecurityException {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        var signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
    }

    PemKeyCertOptions pem() {
        return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    /// TLS 1.2 and 1.3, HTTP/2 preferred.
    ServerSSLOptions options(Duration handshakeWait) {
        var options = new ServerSSLOptions();
        clientAuthorities.ifPresent(authorities -> options.setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(new PemTrustOptions().addCertValue(authorities)));
        return options.setKeyCertOptions(pem())
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(PROTOCOLS))
                .setSslHandshakeTimeout(handshakeWait.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
