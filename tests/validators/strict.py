"""Writes the document as the sandbox reads requests: an enum is closed, and so is an object that is documented whole.

Usage: python strict.py DOCUMENT OUTPUT
"""

import sys

import yaml


def close(node):
    if isinstance(node, list):
        for item in node:
            close(item)
    elif isinstance(node, dict):
        if "x-extensible-enum" in node:
            node["enum"] = node["x-extensible-enum"]
        if node.get("type") == "object" and node.get("x-evidence", {}).get("whole"):
            node.setdefault("additionalProperties", False)
        for value in node.values():
            close(value)


with open(sys.argv[1], encoding="utf-8") as file:
    document = yaml.safe_load(file)
close(document)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    yaml.safe_dump(document, file, allow_unicode=True, sort_keys=False)
