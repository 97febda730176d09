package dev.berth.platform.http;

import java.io.IOException;

/// Answers requests that its route's guard let in.
///
/// Runs on a virtual thread and may block. What it throws is rendered by its group's
/// [ErrorResponses].
///
/// @param <C> what the guard gives: the one key to the objects behind the route
@FunctionalInterface
public interface Handler<C> {
    Response handle(C admitted, Request request) throws IOException, InterruptedException;
}
