package dev.berth.core.api;

import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.platform.http.Body;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// JSON as Harbor's clients read and write it.
///
/// - Names are `snake_case`. What is false, 0 or empty is left out, unless its field says
///   `@JsonInclude(ALWAYS)`; elements of arrays never are.
/// - What a client sends and we do not know is ignored; what is absent is null, 0 or false.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(
                    inclusion -> inclusion.withValueInclusion(Include.NON_DEFAULT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    /// An answer with a body.
    public static Response response(int status, Object body) {
        var text = MAPPER.writeValueAsString(body) + "\n";
        return Response.of(status, "Content-Type", "application/json; charset=utf-8")
                .withBody(new Body.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// A value alone, on one line.
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// The body of a request, of at most `bytesMax` bytes.
    ///
    /// @throws HarborException if there is none, it is something else than JSON, or has not the
    ///     shape of `type`
    public static <T> T read(Request request, Class<T> type, int bytesMax) throws IOException {
        var contentType =
                request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!contentType.isEmpty() && !contentType.split(";", 2)[0].strip().endsWith("json")) {
            throw new HarborException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported media type, only application/json is allowed");
        }
        var bytes = request.body().bytes(bytesMax);
        if (bytes.length == 0) {
            throw new HarborException(ErrorCode.UNPROCESSABLE_ENTITY, "body in body is required");
        }
        return parse(bytes, type);
    }

    private static <T> T parse(byte[] bytes, Class<T> type) {
        try {
            T body = MAPPER.readValue(bytes, type);
            if (body != null) {
                return body;
            }
        } catch (JacksonException _) {
            // The reader's message would repeat what was sent, a password for instance.
        }
        throw new HarborException(
                ErrorCode.BAD_REQUEST, "the body is not the JSON object that is asked for");
    }

    /// The texts in an object that was stored, by their names.
    ///
    /// @throws IllegalStateException for anything else: we wrote it
    public static Map<String, String> texts(String object) {
        try {
            return MAPPER.readValue(object, TEXTS);
        } catch (JacksonException broken) {
            throw new IllegalStateException("what is stored is no object of texts", broken);
        }
    }

    /// A time as every answer writes it: UTC, three digits of fraction.
    public static String time(Instant time) {
        return TIME.format(time);
    }
}
