package dev.berth.platform.http;

import java.nio.charset.StandardCharsets;

/// Refusals as a line of plain text: for paths that no group owns, and for groups that need no
/// more.
public final class PlainErrors implements ErrorResponses {
    @Override
    public Response render(Throwable failure, Request request) {
        return switch (failure) {
            case HttpException refused -> problem(refused.problem());
            case java.io.IOException _ -> text(503, "not now, try again").with("Retry-After", "5");
            default ->
                text(500, "internal error, see the server's log for request " + request.id());
        };
    }

    static Response problem(HttpProblem problem) {
        var response = text(problem.status(), problem.message());
        return problem.withFields(response);
    }

    private static Response text(int status, String message) {
        return Response.of(status, "Content-Type", "text/plain; charset=utf-8")
                .withBody(new Body.Bytes((message + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
