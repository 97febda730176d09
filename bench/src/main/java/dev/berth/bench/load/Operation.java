package dev.berth.bench.load;

import dev.berth.bench.http.Connection;

import java.io.IOException;

/// One piece of counted work; many threads perform different pieces at once.
@FunctionalInterface
public interface Operation {
    /// Does one piece.
    ///
    /// @param index which piece, from 0
    /// @return the bytes moved
    /// @throws IOException if the server did not do as expected; the piece counts as an error
    long perform(Connection connection, int index) throws IOException;
}
