package dev.berth.platform.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A stream whose bytes come into memory by themselves, and are sent from there as they come,
/// without a thread that waits for them.
///
/// Asked by one answer, never by two threads at once. Nothing comes before it is asked.
public interface Arrivals {
    /// Takes what is there; never waits.
    ///
    /// @param bytesMax the most that is taken, at least 1
    /// @return empty if nothing is there yet: [#whenMore] tells of what comes then;
    ///     [Pieces.Piece#END] at the end of the stream
    /// @throws IOException if the stream has ended too early, or nothing came for [#patience]
    Optional<Pieces.Piece> poll(int bytesMax) throws IOException;

    /// Whom to tell that there is more, or the end, or a failure; before the first [#poll].
    ///
    /// @param told by any thread, also when nothing is new; returns at once
    void whenMore(Runnable told);

    /// The end of the stream as it lies on a socket, if it does and is long: [#poll] gives what is
    /// before it, and nothing of it. From then on whoever asked reads it, and closes it. Asked
    /// before the first [#poll]; waits for what is being read.
    ///
    /// @param bytesMin what makes it worth it
    default Optional<SocketTail> tail(long bytesMin) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /// How long nothing may come.
    Duration patience();
}
