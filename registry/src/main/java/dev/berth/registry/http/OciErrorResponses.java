package dev.berth.registry.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.auth.http.AuthException;
import dev.berth.auth.http.AuthRefusal;
import dev.berth.oci.OciError;
import dev.berth.oci.OciError.BlobUnknown;
import dev.berth.oci.OciError.BlobUploadInvalid;
import dev.berth.oci.OciError.BlobUploadUnknown;
import dev.berth.oci.OciError.Denied;
import dev.berth.oci.OciError.DigestInvalid;
import dev.berth.oci.OciError.DigestMismatch;
import dev.berth.oci.OciError.ManifestBlobUnknown;
import dev.berth.oci.OciError.ManifestInvalid;
import dev.berth.oci.OciError.ManifestTooLarge;
import dev.berth.oci.OciError.ManifestUnknown;
import dev.berth.oci.OciError.NameInvalid;
import dev.berth.oci.OciError.NameUnknown;
import dev.berth.oci.OciError.RangeInvalid;
import dev.berth.oci.OciError.SizeInvalid;
import dev.berth.oci.OciError.TagInvalid;
import dev.berth.oci.OciError.TooManyRequests;
import dev.berth.oci.OciError.Unauthorized;
import dev.berth.oci.OciError.Unsupported;
import dev.berth.oci.OciException;
import dev.berth.platform.database.DatabaseFullException;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.ErrorResponses;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.telemetry.Counter;
import dev.berth.platform.telemetry.Labelled;
import dev.berth.platform.telemetry.Metrics;
import dev.berth.storage.StoreFullException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Every refusal of `/v2`, as status and JSON.
///
/// Refusals have codes of the specification; what is our own fault (5xx) has `UNKNOWN`,
/// `UNAVAILABLE` or `FULL`, as clients of other registries know them, and no details.
///
/// Source: distribution-spec, "Error Codes".
final class OciErrorResponses implements ErrorResponses {
    private static final String RETRY_AFTER_SECONDS = "5";

    private final Labelled<Counter> refused;

    OciErrorResponses(Metrics metrics) {
        this.refused = metrics.counters(
                "registry.refused.requests", "Refusals and failures by their code.", "code");
    }

    /// The body of an error.
    private record ErrorsBody(List<ErrorEntry> errors) {}

    /// One entry; `detail` is left out where there is none.
    private record ErrorEntry(
            String code,
            String message,
            @JsonInclude(Include.NON_EMPTY) SequencedMap<String, String> detail) {}

    @Override
    public Response render(Throwable failure, Request request) {
        return switch (failure) {
            case OciException refused -> refusal(refused.error());
            case AuthException refused -> refusal(refused.refusal());
            case HttpException refused -> problem(refused.problem());
            case StoreFullException _, DatabaseFullException _ ->
                error(507, "FULL", "the registry has no room or may not write; pulls go on");
            case DatabaseUnavailableException _, IOException _ ->
                error(503, "UNAVAILABLE", "the registry cannot reach its storage now; try again")
                        .with("Retry-After", RETRY_AFTER_SECONDS);
            default ->
                error(500, "UNKNOWN", "the registry failed; its log has request " + request.id());
        };
    }

    private Response refusal(OciError error) {
        var entries = error.entries().stream()
                .map(entry -> new ErrorEntry(entry.code().name(), entry.message(), entry.detail()))
                .toList();
        var response = body(status(error), entries);
        return error instanceof TooManyRequests(var retryAfter)
                ? response.with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())))
                : response;
    }

    /// The one table of statuses.
    private static int status(OciError error) {
        return switch (error) {
            case BlobUploadInvalid _, DigestInvalid _, DigestMismatch _, ManifestBlobUnknown _ ->
                400;
            case ManifestInvalid _, NameInvalid _, TagInvalid _, SizeInvalid _ -> 400;
            case Unauthorized _ -> 401;
            case Denied _ -> 403;
            case BlobUnknown _, BlobUploadUnknown _, ManifestUnknown _, NameUnknown _ -> 404;
            case Unsupported _ -> 405;
            case ManifestTooLarge _ -> 413;
            case RangeInvalid _ -> 416;
            case TooManyRequests _ -> 429;
        };
    }

    private Response refusal(AuthRefusal refusal) {
        var fields = new ArrayList<String>();
        refusal.fields().forEach((name, value) -> fields.addAll(List.of(name, value)));
        return error(refusal.status(), refusal.code(), refusal.message())
                .with(fields.toArray(String[]::new));
    }

    private Response problem(HttpProblem problem) {
        var code = switch (problem) {
            case HttpProblem.NoRoute _, HttpProblem.Malformed _ -> "NAME_INVALID";
            case HttpProblem.MethodNotAllowed _ -> "UNSUPPORTED";
            case HttpProblem.TooSlow _ -> "BLOB_UPLOAD_INVALID";
            case HttpProblem.BodyTooLarge _ -> "SIZE_INVALID";
            case HttpProblem.UriTooLong _, HttpProblem.HeadersTooLarge _ -> "SIZE_INVALID";
            case HttpProblem.TooMany _ -> "TOOMANYREQUESTS";
            case HttpProblem.Unavailable _ -> "UNAVAILABLE";
        };
        return problem.withFields(error(problem.status(), code, problem.message()));
    }

    private Response error(int status, String code, String message) {
        return body(status, List.of(new ErrorEntry(code, message, new LinkedHashMap<>())));
    }

    private Response body(int status, List<ErrorEntry> entries) {
        refused.of(entries.getFirst().code()).increment();
        return Response.of(status, "Content-Type", "application/json")
                .withBody(new Body.Bytes(Json.bytes(new ErrorsBody(entries))));
    }
}
