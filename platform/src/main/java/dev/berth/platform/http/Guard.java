package dev.berth.platform.http;

import java.io.IOException;

/// Decides whether a request may reach its handler, and gives the handler what it may work with.
///
/// This module knows no principals and no permissions: features implement it.
///
/// @param <C> the capability, such as a repository opened for pulling
public interface Guard<C> {
    /// The permission that is asked for, as the role × route matrix shows it, such as `pull`.
    String permission();

    /// Lets the request in, or throws the refusal that its group renders.
    C admit(Request request) throws IOException, InterruptedException;
}
