package dev.berth.router.http;

import dev.berth.auth.http.AuthException;
import dev.berth.oci.OciError;
import dev.berth.oci.OciException;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.ErrorResponses;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.router.resolve.Trouble;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Every refusal of the router, as status and JSON of the distribution specification.
///
/// 404 is said only where every project that was asked said so; what is not known is 429, 502, 503
/// or 504.
final class RouterErrorResponses implements ErrorResponses {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private record ErrorsBody(List<ErrorEntry> errors) {}

    private record ErrorEntry(String code, String message) {}

    @Override
    public Response render(Throwable failure, Request request) {
        return switch (failure) {
            case OciException refused -> refusal(refused.error());
            case RouterException refused -> refusal(refused.refusal(), request);
            case AuthException refused -> {
                var fields = new ArrayList<String>();
                refused.refusal()
                        .fields()
                        .forEach((name, value) -> fields.addAll(List.of(name, value)));
                yield error(
                                refused.refusal().status(),
                                refused.refusal().code(),
                                refused.refusal().message())
                        .with(fields.toArray(String[]::new));
            }
            case HttpException refused -> problem(refused.problem());
            case IOException _ ->
                retry(error(503, "UNAVAILABLE", "Harbor cannot be asked now"), RETRY_AFTER);
            default ->
                error(500, "UNKNOWN", "the router failed; its log has request " + request.id());
        };
    }

    private static Response refusal(OciError error) {
        int status = switch (error.code()) {
            case BLOB_UNKNOWN, BLOB_UPLOAD_UNKNOWN, MANIFEST_UNKNOWN, NAME_UNKNOWN -> 404;
            case BLOB_UPLOAD_INVALID,
                    DIGEST_INVALID,
                    MANIFEST_BLOB_UNKNOWN,
                    MANIFEST_INVALID,
                    NAME_INVALID,
                    SIZE_INVALID -> 400;
            case UNAUTHORIZED -> 401;
            case DENIED -> 403;
            case UNSUPPORTED -> 405;
            case TOOMANYREQUESTS -> 429;
        };
        var response = error(status, error.code().name(), error.message());
        return switch (error) {
            case OciError.TooManyRequests(var retryAfter) -> retry(response, retryAfter);
            case OciError.Unsupported _ -> response.with("Allow", "GET, HEAD");
            default -> response;
        };
    }

    private static Response refusal(RouterRefusal refusal, Request request) {
        return switch (refusal) {
            case RouterRefusal.Unclear(var trouble) -> unclear(trouble);
            case RouterRefusal.Ambiguous(var projects) ->
                error(
                        409,
                        "DENIED",
                        "several projects have this image, and none is preferred: "
                                + String.join(", ", projects)
                                + "; ask your operator for a rule, and name request "
                                + request.id());
        };
    }

    /// The one table of statuses for what is not known.
    private static Response unclear(Trouble trouble) {
        return switch (trouble.kind()) {
            case THROTTLED ->
                retry(
                        error(429, "TOOMANYREQUESTS", "the registry behind is asked too often"),
                        trouble.retryAfter());
            case TIMEOUT -> error(504, "UNAVAILABLE", "a project did not answer in time");
            case UNREACHABLE -> error(502, "UNAVAILABLE", "Harbor cannot be reached");
            case SERVER_ERROR -> error(502, "UNAVAILABLE", "a project failed to answer");
            case INVALID -> error(502, "UNAVAILABLE", "a project's answer cannot be used");
            case REFUSED ->
                error(502, "UNAVAILABLE", "Harbor does not let the router read a project");
            case UNHEALTHY ->
                retry(
                        error(
                                503,
                                "UNAVAILABLE",
                                "Harbor cannot reach the registry behind a project, and has no"
                                        + " copy"),
                        trouble.retryAfter());
            case HELD_BACK ->
                retry(
                        error(503, "UNAVAILABLE", "a project is not asked for a while"),
                        trouble.retryAfter());
        };
    }

    private static Response problem(HttpProblem problem) {
        var code = switch (problem) {
            case HttpProblem.NoRoute _, HttpProblem.Malformed _ -> "NAME_INVALID";
            case HttpProblem.MethodNotAllowed _ -> "UNSUPPORTED";
            case HttpProblem.TooSlow _,
                    HttpProblem.BodyTooLarge _,
                    HttpProblem.UriTooLong _,
                    HttpProblem.HeadersTooLarge _ -> "SIZE_INVALID";
            case HttpProblem.TooMany _ -> "TOOMANYREQUESTS";
            case HttpProblem.Unavailable _ -> "UNAVAILABLE";
        };
        return problem.withFields(error(problem.status(), code, problem.message()));
    }

    private static Response retry(Response response, Duration after) {
        return response.with(
                "Retry-After", Long.toString(Math.max(1, after.plusMillis(999).toSeconds())));
    }

    private static Response error(int status, String code, String message) {
        var body = new ErrorsBody(List.of(new ErrorEntry(code, message)));
        return Response.of(status, "Content-Type", "application/json")
                .withBody(new Body.Bytes(JSON.writeValueAsBytes(body)));
    }
}
