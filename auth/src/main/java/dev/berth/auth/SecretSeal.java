package dev.berth.auth;

import dev.berth.platform.config.Secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets that have to be read again, such as the password for a directory server.
///
/// *How it works.* AES-256-GCM under a key in a file beside the blobs, so that a copy of the
/// database opens nothing. The name under which a secret is kept is sealed with it: one that is
/// moved to another name does not open. A sealed text is `1:` and in base64 12 random bytes, the
/// ciphertext, and its tag of 16 bytes. The file has 32 bytes, is readable by its owner only, and
/// is made whole or not at all; of processes that make it at the same time one wins.
public final class SecretSeal {
    private static final String FILE = "secret.key";
    private static final String PREFIX = "1:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private SecretSeal(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// With the key in this folder, which is made if there is none.
    ///
    /// @throws IOException if it cannot be read or made
    public static SecretSeal open(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        try {
            return of(file);
        } catch (NoSuchFileException _) {
            make(directory, file);
            return of(file);
        }
    }

    /// With a key that ends with this process.
    public static SecretSeal random() {
        return new SecretSeal(newBytes(KEY_BYTES));
    }

    private static SecretSeal of(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (bytes.length != KEY_BYTES) {
            throw new IOException(file + " is no key: restore it from the backup; without it what"
                    + " was sealed is lost");
        }
        return new SecretSeal(bytes);
    }

    private static void make(Path directory, Path file) throws IOException {
        // Closed to everybody else, as temporary files are.
        var whole = Files.createTempFile(directory, FILE, ".new");
        try {
            try (var channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(newBytes(KEY_BYTES));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(file, whole);
            try (var folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (FileAlreadyExistsException _) {
            // Another process was first; its key is the one.
        } finally {
            Files.delete(whole);
        }
    }

    /// The secret, sealed.
    ///
    /// @param name under which it is kept
    public String seal(String name, Secret secret) {
        var nonce = newBytes(NONCE_BYTES);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, name);
            var sealed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            var all =
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
            return PREFIX + Base64.getEncoder().encodeToString(all.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /// The secret that was sealed under this name.
    ///
    /// @throws IllegalStateException if it was sealed under another name or key
    public Secret open(String name, String sealed) {
        if (!sealed.startsWith(PREFIX)) {
            throw new IllegalStateException("`" + name + "` is not sealed in a way we know");
        }
        try {
            var all = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), name);
            var opened = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Secret.of(new String(opened, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "`" + name + "` does not open with the key of this installation: set it anew",
                    e);
        }
    }

    /// True if `sealed` is this secret, sealed under this name with this key.
    public boolean holds(String name, String sealed, Secret secret) {
        try {
            return open(name, sealed).equals(secret);
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] newBytes(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
