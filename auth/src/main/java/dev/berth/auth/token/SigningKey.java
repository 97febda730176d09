package dev.berth.auth.token;

import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/// A pair of keys; `toString` shows neither.
///
/// - `id`: the `kid` of tokens. `signsFrom`: not used for signing earlier, so that every process
///   knows the key by then.
record SigningKey(String id, RSAPrivateKey privateKey, RSAPublicKey publicKey, Instant signsFrom) {
    @Override
    public String toString() {
        return "SigningKey[" + id + " from " + signsFrom + "]";
    }
}
