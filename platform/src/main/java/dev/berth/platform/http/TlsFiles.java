package dev.berth.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.X509KeyManager;

/// A certificate chain and its key, read together and proven to belong together.
record TlsFiles(Buffer certificate, Buffer key) {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// Reads both files, and uses the key once to see that it fits.
    ///
    /// @throws IOException if they cannot be read, understood, or do not fit each other
    static TlsFiles read(HttpSettings.Tls tls, Vertx vertx) throws IOException {
        var files = new TlsFiles(
                Buffer.buffer(Files.readAllBytes(tls.certificate())),
                Buffer.buffer(Files.readAllBytes(tls.key())));
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
        return new ServerSSLOptions()
                .setKeyCertOptions(pem())
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(PROTOCOLS))
                .setSslHandshakeTimeout(handshakeWait.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
