package dev.berth.auth.testing;

import dev.berth.platform.http.Body;
import dev.berth.platform.http.Response;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads answers.
public final class Json {
    private Json() {}

    public static JsonNode of(Response response) {
        if (!(response.body() instanceof Body.Bytes(var bytes))) {
            throw new AssertionError("not an answer in memory: " + response);
        }
        return JsonMapper.shared().readTree(bytes);
    }

    public static String text(Response response, String field) {
        var node = of(response).get(field);
        if (node == null) {
            throw new AssertionError("no " + field + " in " + of(response));
        }
        return node.asString();
    }
}
