package dev.berth.registry.http;

import dev.berth.auth.Principal;
import dev.berth.auth.http.RepositoryAccess;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.http.Handler;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;

import java.io.IOException;

/// Answers a request about one repository that its guard let in.
@FunctionalInterface
interface RepositoryHandler {
    Response handle(RepositoryName repository, Request request)
            throws IOException, InterruptedException;

    /// The same, and knows who sent it.
    @FunctionalInterface
    interface CallerHandler {
        Response handle(Principal caller, RepositoryName repository, Request request)
                throws IOException, InterruptedException;
    }

    /// The handler of a route: the name is what the guard was asked about, checked for its shape.
    static Handler<RepositoryAccess> of(RepositoryHandler handler, Warnings warnings) {
        return ofCaller((_, repository, request) -> handler.handle(repository, request), warnings);
    }

    /// As [#of], for a handler that has to know who calls.
    static Handler<RepositoryAccess> ofCaller(CallerHandler handler, Warnings warnings) {
        return (access, request) -> {
            var repository = RepositoryName.parse(access.repository());
            var response = warnings.addTo(
                    handler.handle(access.principal(), repository, request), repository);
            return request.query()
                    .first("ns")
                    .filter(RepositoryHandler::isHost)
                    .map(host -> response.with("OCI-Namespace", host))
                    .orElse(response);
        };
    }

    /// A mirror's client names the registry that it means; what is no host name is not repeated.
    private static boolean isHost(String text) {
        return !text.isEmpty()
                && text.length() <= 255
                && text.chars()
                        .allMatch(c ->
                                (c < 128 && Character.isLetterOrDigit(c)) || ".:-".indexOf(c) >= 0);
    }
}
