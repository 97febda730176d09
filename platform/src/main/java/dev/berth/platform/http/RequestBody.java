package dev.berth.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// The body of a request, read once.
public interface RequestBody {
    /// The declared length in bytes; empty for a chunked body.
    OptionalLong length();

    /// Streams the body with back-pressure.
    ///
    /// - `read` blocks for the peer, but not longer than the server's progress timeout.
    /// - A peer that goes away, or a chunked body that ends early, is an `IOException`.
    /// - A body larger than its route allows is an [HttpException] with
    /// [HttpProblem.BodyTooLarge].
    InputStream stream();

    /// The whole body, for small ones.
    ///
    /// @throws HttpException with [HttpProblem.BodyTooLarge] if it has more than `bytesMax`
    /// bytes
    byte[] bytes(int bytesMax) throws IOException;
}
