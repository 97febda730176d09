#!/usr/bin/env python3
"""Turns the facts of Harbor's API back into a description that client generators read.

    swagger.py contract.json >swagger.json
"""

import json
import re
import sys

BASE = "/api/v2.0"


def shape(schema):
    kept = dict(schema)
    if "ref" in kept:
        return {"$ref": "#/definitions/" + kept.pop("ref"), **kept}
    if "properties" in kept:
        kept["properties"] = {name: shape(each) for name, each in kept["properties"].items()}
    for key in ("items", "additionalProperties"):
        if key in kept:
            kept[key] = shape(kept[key])
    if "allOf" in kept:
        kept["allOf"] = [shape(each) for each in kept["allOf"]]
    return kept


def parameter(declared):
    return {**declared, "schema": shape(declared["schema"])} if "schema" in declared else declared


def answer(declared):
    kept = {
        "description": "",
        "headers": {name: {"type": "string"} for name in declared["headers"]},
    }
    if "schema" in declared:
        kept["schema"] = shape(declared["schema"])
    return kept


def operation(name, declared):
    return {
        "operationId": name,
        "tags": [declared["tag"]],
        "parameters": [parameter(each) for each in declared["parameters"]],
        "responses": {status: answer(each) for status, each in declared["answers"].items()},
    }


def paths(operations):
    found = {}
    for name, declared in operations.items():
        path = re.sub(f"^{BASE}", "", declared["path"])
        found.setdefault(path, {})[declared["method"].lower()] = operation(name, declared)
    return found


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        contract = json.load(file)
    json.dump(
        {
            "swagger": "2.0",
            "info": {"title": "Harbor API", "version": "2.0"},
            "basePath": BASE,
            "consumes": ["application/json"],
            "produces": ["application/json"],
            "securityDefinitions": {"basic": {"type": "basic"}},
            "security": [{"basic": []}],
            "paths": paths(contract["operations"]),
            "definitions": {name: shape(each) for name, each in contract["schemas"].items()},
        },
        sys.stdout,
        indent=1,
    )


main()
