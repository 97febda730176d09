#!/usr/bin/env python3
"""Turns Harbor's API description into the facts that the tests hold answers to.

    strip.py swagger.yaml >contract.json

Kept are operations, parameters, answers and the shapes of bodies; left out is every sentence.
"""

import json
import sys

import yaml

SHAPE = {
    "type", "format", "required", "enum", "minLength", "maxLength", "minimum", "maximum",
    "x-nullable", "x-omitempty",
}
EVERYWHERE = "X-Request-Id"
METHODS = {"get", "head", "post", "put", "patch", "delete"}


def shape(schema):
    kept = {key: value for key, value in schema.items() if key in SHAPE}
    if "$ref" in schema:
        kept["ref"] = schema["$ref"].rsplit("/", 1)[1]
    if "properties" in schema:
        kept["properties"] = {name: shape(value) for name, value in schema["properties"].items()}
    if "items" in schema:
        kept["items"] = shape(schema["items"])
    if "allOf" in schema:
        kept["allOf"] = [shape(part) for part in schema["allOf"]]
    if isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = shape(schema["additionalProperties"])
    elif "additionalProperties" in schema:
        kept["additionalProperties"] = {}
    return kept


def resolved(contract, part):
    return contract[part["$ref"].split("/")[1]][part["$ref"].split("/")[2]] if "$ref" in part else part


def parameter(contract, declared):
    declared = resolved(contract, declared)
    kept = {"name": declared["name"], "in": declared["in"], **shape(declared)}
    if "schema" in declared:
        kept["schema"] = shape(declared["schema"])
    return kept


def answer(contract, declared):
    declared = resolved(contract, declared)
    kept = {"headers": sorted(declared.get("headers", {}).keys() - {EVERYWHERE})}
    if "schema" in declared:
        kept["schema"] = shape(declared["schema"])
    return kept


def operations(contract):
    for path, methods in contract["paths"].items():
        for method, declared in methods.items():
            if method in METHODS:
                every = methods.get("parameters", []) + declared.get("parameters", [])
                parameters = [parameter(contract, each) for each in every]
                yield declared["operationId"], {
                    "tag": declared["tags"][0],
                    "method": method.upper(),
                    "path": contract["basePath"] + path,
                    "parameters": [each for each in parameters if each["name"] != EVERYWHERE],
                    "answers": {
                        str(status): answer(contract, each)
                        for status, each in declared["responses"].items()
                    },
                }


def lines(entries):
    return ",\n".join(json.dumps(name) + ": " + json.dumps(value) for name, value in entries)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        contract = yaml.safe_load(file)
    schemas = ((name, shape(schema)) for name, schema in contract["definitions"].items())
    print('{"operations": {\n' + lines(operations(contract)) + '\n},\n"schemas": {\n'
          + lines(schemas) + "\n}}")


main()
