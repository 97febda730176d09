package dev.berth.bench.content;

import dev.berth.bench.http.Body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The content address of bytes, as registries write it.
public final class Sha256 implements WritableByteChannel {
    private final MessageDigest digest = newDigest();

    /// The address of everything written so far; starts over.
    public String finish() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    static String of(Body body) {
        try (var sha = new Sha256()) {
            body.writeTo(sha);
            return sha.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("hashing does no input or output", e);
        }
    }

    @Override
    public int write(ByteBuffer bytes) {
        int length = bytes.remaining();
        digest.update(bytes);
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
