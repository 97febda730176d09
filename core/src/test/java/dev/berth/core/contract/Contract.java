package dev.berth.core.contract;

import static java.util.Objects.requireNonNull;

import dev.berth.platform.http.Method;
import dev.berth.platform.http.PathPattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What Harbor's API description says about operations and their answers.
public final class Contract {
    public static final Contract HARBOR = read();

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Operation> operations;
    private final SchemaCheck schemas;

    private Contract(List<Operation> operations, SchemaCheck schemas) {
        this.operations = operations;
        this.schemas = schemas;
    }

    /// One operation as described.
    public record Operation(String id, Method method, PathPattern path, JsonNode described) {
        /// Whether a request has a body.
        public boolean hasBody() {
            return described
                    .path("parameters")
                    .valueStream()
                    .anyMatch(parameter -> parameter.path("in").asString().equals("body"));
        }
    }

    private static Contract read() {
        try (var file = requireNonNull(Contract.class.getResourceAsStream("contract.json"))) {
            var root = JsonMapper.shared().readTree(file);
            var operations = new ArrayList<Operation>();
            for (var entry : root.path("operations").properties()) {
                operations.add(new Operation(
                        entry.getKey(),
                        Method.valueOf(entry.getValue().path("method").asString()),
                        PathPattern.parse(entry.getValue().path("path").asString()),
                        entry.getValue()));
            }
            return new Contract(operations, new SchemaCheck(root.path("schemas")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Operation> operations() {
        return operations;
    }

    /// What is wrong with an answer; nothing for what the contract does not know.
    public List<String> problems(Method method, String path, HttpResponse<String> answer) {
        var problems = new ArrayList<String>();
        if (answer.headers().firstValue("X-Request-Id").isEmpty()) {
            problems.add("there is no X-Request-Id");
        }
        find(method, path).ifPresent(operation -> check(operation, answer, problems));
        return problems;
    }

    private Optional<Operation> find(Method method, String path) {
        var segments = List.of(path.substring(1).split("/", -1));
        return operations.stream()
                .filter(operation -> operation.method() == method)
                .filter(operation -> operation.path().match(segments).isPresent())
                .min(Comparator.comparing(operation -> operation.path().text().contains("{")));
    }

    private void check(Operation operation, HttpResponse<String> answer, List<String> problems) {
        var declared =
                operation.described().path("answers").path(Integer.toString(answer.statusCode()));
        boolean isRefusal = answer.statusCode() >= 400;
        if (declared.isMissingNode() && !isRefusal) {
            problems.add("status " + answer.statusCode() + " is not described");
        }
        var schema = declared.path("schema");
        if (isRefusal && schema.isMissingNode()) {
            schema = JSON.createObjectNode().put("ref", "Errors");
        }
        if (operation.method() != Method.HEAD) {
            checkBody(schema, answer, problems);
        }
        boolean isCounted = declared.path("headers")
                .valueStream()
                .anyMatch(name -> name.asString().equals("X-Total-Count"));
        if (isCounted && answer.headers().firstValue("X-Total-Count").isEmpty()) {
            problems.add("there is no X-Total-Count");
        }
    }

    private void checkBody(JsonNode schema, HttpResponse<String> answer, List<String> problems) {
        if (schema.isMissingNode()) {
            if (!answer.body().isEmpty()) {
                problems.add("a body where none is described: " + answer.body());
            }
            return;
        }
        if (schema.path("type").asString("").equals("file")) {
            return;
        }
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/plain")) {
            if (!schema.path("type").asString().equals("string")) {
                problems.add("plain text where JSON is described");
            }
            return;
        }
        if (!type.equals("application/json; charset=utf-8")) {
            problems.add("Content-Type is " + type);
        }
        if (!answer.body().endsWith("\n")) {
            problems.add("the body does not end with a line feed");
        }
        schemas.check(JSON.readTree(answer.body()), schema, "body", problems);
    }
}
