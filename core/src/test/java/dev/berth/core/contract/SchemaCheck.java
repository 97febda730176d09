package dev.berth.core.contract;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Holds a JSON value against a schema of the contract.
///
/// Stricter than a validator: a field that is not described is wrong, and so is one that says
/// false, 0 or nothing where Harbor leaves it out, or is left out where Harbor always says it.
final class SchemaCheck {
    /// What Harbor's search writes whatever it finds, though the contract does not say so.
    private static final Set<String> SHOWN_EMPTY = Set.of("body.project", "body.repository");

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

    private final JsonNode schemas;

    SchemaCheck(JsonNode schemas) {
        this.schemas = schemas;
    }

    void check(JsonNode value, JsonNode described, String at, List<String> problems) {
        var schema =
                described.has("ref") ? schemas.path(described.path("ref").asString()) : described;
        if (schema.isMissingNode()) {
            problems.add(at + ": there is no schema " + described.path("ref"));
            return;
        }
        if (isAnything(schema)) {
            return;
        }
        switch (schema.path("type").asString("object")) {
            case "object" -> checkObject(value, schema, at, problems);
            case "array" -> checkArray(value, schema, at, problems);
            case "string" -> checkText(value, schema, at, problems);
            case "integer" -> require(value.isIntegralNumber(), value, at, problems);
            case "number" -> require(value.isNumber(), value, at, problems);
            case "boolean" -> require(value.isBoolean(), value, at, problems);
            default -> problems.add(at + ": cannot check " + schema);
        }
    }

    /// An object that says nothing about its fields stands for any value in the contract.
    private static boolean isAnything(JsonNode schema) {
        return schema.path("type").asString("").equals("object")
                && !schema.has("properties")
                && !schema.has("additionalProperties");
    }

    private void checkObject(JsonNode value, JsonNode schema, String at, List<String> problems) {
        require(value.isObject(), value, at, problems);
        for (var entry : value.properties()) {
            var place = at + "." + entry.getKey();
            var field = schema.path("properties").path(entry.getKey());
            if (!field.isMissingNode()) {
                check(entry.getValue(), field, place, problems);
                checkNotEmpty(entry.getValue(), field, place, problems);
            } else if (schema.has("additionalProperties")) {
                check(entry.getValue(), schema.path("additionalProperties"), place, problems);
            } else {
                problems.add(place + " is not described");
            }
        }
        for (var entry : schema.path("properties").properties()) {
            boolean always = !entry.getValue().path("x-omitempty").asBoolean(true);
            if (always && !value.has(entry.getKey())) {
                problems.add(at + "." + entry.getKey() + " must always be there");
            }
        }
    }

    private static void checkNotEmpty(
            JsonNode value, JsonNode field, String at, List<String> problems) {
        boolean mayBeEmpty = isAnything(field)
                || SHOWN_EMPTY.contains(at)
                || field.has("x-nullable")
                || !field.path("x-omitempty").asBoolean(true);
        boolean isEmpty = (value.isBoolean() && !value.asBoolean())
                || (value.isIntegralNumber() && value.asLong() == 0)
                || (value.isString() && value.asString().isEmpty())
                || (value.isContainer() && value.isEmpty());
        if (isEmpty && !mayBeEmpty) {
            problems.add(at + " says " + value + " and should be left out");
        }
    }

    private void checkArray(JsonNode value, JsonNode schema, String at, List<String> problems) {
        require(value.isArray(), value, at, problems);
        for (int i = 0; i < value.size(); i++) {
            check(value.path(i), schema.path("items"), at + "[" + i + "]", problems);
        }
    }

    private static void checkText(
            JsonNode value, JsonNode schema, String at, List<String> problems) {
        require(value.isString(), value, at, problems);
        boolean known =
                !schema.has("enum") || schema.path("enum").valueStream().anyMatch(value::equals);
        require(known, value, at, problems);
        boolean isTime = schema.path("format").asString("").equals("date-time");
        require(!isTime || TIME.matcher(value.asString()).matches(), value, at, problems);
    }

    private static void require(boolean holds, JsonNode value, String at, List<String> problems) {
        if (!holds) {
            problems.add(at + " cannot be " + value);
        }
    }
}
