package dev.berth.bench.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// A user and a password; the password is in no message.
public record Credentials(String user, String password) {

    /// The value of an `Authorization` header.
    public String basic() {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
