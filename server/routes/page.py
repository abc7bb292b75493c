"""The API page: the OpenAPI document as plain HTML, without a script or a file from anywhere else."""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
:root { color-scheme: light dark }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #8886 }
code { font-size: .95em }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884 }
.needed { font-weight: 600 }
"""


def api_page(document: Mapping[str, Any]) -> str:
    """The page for an OpenAPI document."""
    operations = [
        _operation(path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = [_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())]
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<h1>{title}</h1><p>{escape(document['info']['description'])} "
        'The same for programs: <a href="/openapi.json">openapi.json</a>.</p>'
        f"{''.join(operations)}<h1>Messages</h1>{''.join(schemas)}</html>"
    )


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = (
        operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema")
    )
    rows = [
        f"<tr><th>{label}<td>{_type(schema)}"
        for label, schema in (("Body", body), ("Answer", answer))
        if schema
    ]
    return (
        f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('summary', ''))}. "
        f"{escape(operation.get('description', ''))}</p><table>{''.join(rows)}</table>"
    )


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    rows = [
        f"<tr><td{' class=needed' if key in needed else ''}><code>{escape(key)}</code><td>{_type(kind)}"
        for key, kind in schema["properties"].items()
    ]
    return (
        f'<h2 id="{escape(name)}">{escape(name)}</h2><p>{escape(schema["description"])}</p>'
        f"<table>{''.join(rows)}</table>"
    )


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        most = f", at most {schema['maxItems']:,}" if "maxItems" in schema else ""
        return f"list of {_type(schema['items'])}{most}"
    if "enum" in schema:
        return " or ".join(f"<code>{escape(json.dumps(each))}</code>" for each in schema["enum"])
    limits = ", ".join(
        escape(f"{name} {value}")
        for name, value in schema.items()
        if name not in {"type", "pattern", "description"}
    )
    told = [escape(schema.get("description", "")), limits]
    return f"{escape(schema['type'])} {'; '.join(part for part in told if part)}"
