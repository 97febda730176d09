package dev.berth.platform.http;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A private certificate authority, and servers' certificates from it.
final class TestCertificates {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name name = new X500Name("CN=test authority");
    private final KeyPair keys = keys("EC");
    private final X509Certificate root = sign(name, keys, "CN=test authority", true);

    private static KeyPair keys(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes a certificate for `localhost` and its key, as a person or cert-manager would.
    ///
    /// @param format how the key is written: `PKCS8`, or the older form of its algorithm
    HttpSettings.Tls issue(Path folder, String algorithm, String format) throws IOException {
        var pair = keys(algorithm);
        var certificate = sign(new X500Name("CN=localhost"), pair, "CN=localhost", false);
        var tls = new HttpSettings.Tls(
                folder.resolve("tls.crt"), folder.resolve("tls.key"), Optional.empty());
        Files.writeString(tls.certificate(), pem(certificate));
        Files.writeString(tls.key(), format.equals("PKCS8") ? pkcs8(pair) : pem(pair.getPrivate()));
        return tls;
    }

    private X509Certificate sign(X500Name subject, KeyPair pair, String host, boolean authority) {
        var now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(96, RANDOM),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofHours(1))),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                var names = new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, host.substring(3)),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                };
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pkcs8(KeyPair pair) throws IOException {
        return pem(new JcaPKCS8Generator(pair.getPrivate(), null));
    }

    private static String pem(Object thing) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }

    /// Writes this authority's own certificate.
    Path write(Path file) throws IOException {
        return Files.writeString(file, pem(root));
    }

    /// As [#trust], for a client that shows a certificate of `issuer`.
    SSLContext trust(TestCertificates issuer, String subject) {
        var pair = keys("EC");
        var certificate = issuer.sign(new X500Name(subject), pair, "CN=localhost", false);
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var chain = new X509Certificate[] {certificate};
            store.setKeyEntry("client", pair.getPrivate(), new char[0], chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            return context(managers.getKeyManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a client needs to trust this authority and nobody else.
    SSLContext trust() {
        return context(new KeyManager[0]);
    }

    private SSLContext context(KeyManager[] own) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("root", root);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
