package dev.berth.registry.http;

import dev.berth.platform.http.Body;
import dev.berth.platform.http.Response;

import tools.jackson.databind.json.JsonMapper;

/// JSON answers from records.
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static Response response(Object body) {
        return Response.of(200, "Content-Type", "application/json")
                .withBody(new Body.Bytes(bytes(body)));
    }

    static byte[] bytes(Object body) {
        return MAPPER.writeValueAsBytes(body);
    }
}
