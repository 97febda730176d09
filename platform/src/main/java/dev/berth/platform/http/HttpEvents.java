package dev.berth.platform.http;

/// What a server tells whoever measures it.
///
/// - Called on event loops and request threads at once: implementations are thread-safe, quick,
///   and never block or throw.
public interface HttpEvents {
    HttpEvents NONE = new HttpEvents() {};

    /// A limit was reached, and the request or connection refused or ended because of it.
    default void limitReached(ServerLimit limit) {}

    /// A client went away before it had its whole answer.
    default void peerGone() {}

    /// A connection was accepted (`+1`) or ended (`-1`).
    default void connections(int change) {}

    /// A request has a route and is about to be admitted.
    default Observation started(Request request, String operation) {
        return Observation.NONE;
    }

    /// One request under observation.
    @FunctionalInterface
    interface Observation {
        Observation NONE = (_, _) -> {};

        /// The request was answered, or broke off; once, on any thread.
        ///
        /// @param bodyBytes the length of the answer's body as far as the
        ///     connection took it
        void ended(int status, long bodyBytes);
    }
}
