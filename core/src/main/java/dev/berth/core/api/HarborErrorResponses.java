package dev.berth.core.api;

import dev.berth.core.query.ListQueryException;
import dev.berth.platform.database.DatabaseFullException;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.ListingException;
import dev.berth.platform.http.ErrorResponses;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;

import java.io.IOException;
import java.util.List;

/// Every refusal of the API, as status and JSON.
///
/// - No 401 asks for credentials in `WWW-Authenticate`: a browser would open its own window.
/// - What is our own fault has the code `UNKNOWN` and no details; what passes has `Retry-After`.
public final class HarborErrorResponses implements ErrorResponses {
    private static final String RETRY_AFTER_SECONDS = "5";

    private record ErrorsBody(List<HarborError> errors) {}

    @Override
    public Response render(Throwable failure, Request request) {
        return switch (failure) {
            case HarborException refused -> body(refused.error());
            case ListQueryException refused -> badRequest(refused.remedy());
            case ListingException refused -> badRequest(refused.remedy());
            case HttpException refused -> problem(refused.problem());
            case DatabaseFullException _ -> ours(507);
            case DatabaseUnavailableException _, IOException _ ->
                ours(503).with("Retry-After", RETRY_AFTER_SECONDS);
            default -> ours(500);
        };
    }

    private static Response problem(HttpProblem problem) {
        var answer = switch (problem) {
            case HttpProblem.NoRoute _ -> of(ErrorCode.NOT_FOUND, problem);
            case HttpProblem.Malformed _ -> of(ErrorCode.BAD_REQUEST, problem);
            case HttpProblem.MethodNotAllowed _ -> of(ErrorCode.METHOD_NOT_ALLOWED, problem);
            case HttpProblem.TooSlow _ -> of(ErrorCode.REQUEST_TIMEOUT, problem);
            case HttpProblem.BodyTooLarge _ -> of(ErrorCode.REQUEST_ENTITY_TOO_LARGE, problem);
            case HttpProblem.UriTooLong _ -> of(ErrorCode.REQUEST_URI_TOO_LONG, problem);
            case HttpProblem.HeadersTooLarge _ ->
                of(ErrorCode.REQUEST_HEADER_FIELDS_TOO_LARGE, problem);
            case HttpProblem.TooMany _ -> of(ErrorCode.TOO_MANY_REQUEST, problem);
            case HttpProblem.Unavailable _ -> ours(503);
        };
        return problem.withFields(answer);
    }

    private static Response of(ErrorCode code, HttpProblem problem) {
        return body(new HarborError(code, problem.message()));
    }

    private static Response badRequest(String message) {
        return body(new HarborError(ErrorCode.BAD_REQUEST, message));
    }

    private static Response ours(int status) {
        var error = new HarborError(ErrorCode.UNKNOWN, "internal server error");
        return Json.response(status, new ErrorsBody(List.of(error)));
    }

    private static Response body(HarborError error) {
        return Json.response(error.code().status(), new ErrorsBody(List.of(error)));
    }
}
