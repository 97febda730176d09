package dev.berth.platform.http.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate for 127.0.0.1 and localhost that vouches for itself, and its key; valid for two
/// days.
///
/// The JDK's `keytool` makes it: a test needs nothing that a JDK does not have.
///
/// @param certificate in PEM
/// @param key in PEM, PKCS #8
/// @param store both as PKCS #12, under [#PASSWORD]
public record SelfSigned(Path certificate, Path key, Path store) {
    public static final String PASSWORD = "changeit";

    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.ISO_8859_1));

    /// Makes one in `folder`, in files that begin with `name`, which is also its subject.
    public static SelfSigned make(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        keytool(folder, name, store);
        var password = PASSWORD.toCharArray();
        var keys = KeyStore.getInstance(store.toFile(), password);
        var certificate = keys.getCertificate(name).getEncoded();
        var key = keys.getKey(name, password).getEncoded();
        return new SelfSigned(
                pem(folder.resolve(name + ".crt"), "CERTIFICATE", certificate),
                pem(folder.resolve(name + ".key"), "PRIVATE KEY", key),
                store);
    }

    private static void keytool(Path folder, String name, Path store)
            throws IOException, InterruptedException {
        var output = folder.resolve(name + ".keytool.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-ext",
                        "BC=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + Files.readString(output));
        }
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
                        .formatted(kind, LINES.encodeToString(bytes)));
    }
}
