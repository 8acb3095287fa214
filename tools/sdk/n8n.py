"""Generate the n8n node: its parameters, and a table by which it runs every operation."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flowforge_specification import Document
from flowforge_specification.documents import resolve
from tools.npm import install, link, node
from tools.repository import ROOT
from tools.sdk.n8n_fields import Parameter, described, kind_of, parameter, title
from tools.sdk.python import specification
from tools.sdk.surface import Group, Method, camel, pascal, services_of

PACKAGE = ROOT / "sdk" / "n8n-nodes-flowforge"
NODE = Path("nodes") / "FlowForge"
_SINGULAR = {"files": "File", "jobs": "Job"}
_NAMES = {"pdf": "PDF", "ocr": "OCR", "llm": "LLM", "math": "Math", "data": "Data"}
_USUAL = {"file", "files", "text", "html", "markdown", "url"}
_NO_JOBS = {"files", "jobs", "portal"}


def n8n_files(document: Document) -> Iterator[tuple[str, str]]:
    """Yield name and text of every generated module."""
    services = services_of(document)
    table = {method.id: _row(method, document) for service in services for method in service.every()}
    yield "operations.ts", _module("operations", "Record<string, Operation>", table, "../model", "Operation")
    for service in services:
        yield f"{service.name}.ts", _properties(service, document)
    yield "properties.ts", _index(services)


def _module(name: str, kind: str, value: Any, source: str, imported: str) -> str:
    head = "/* Generated from the specification. */"
    imports = f"import type {{ {imported} }} from '{source}';"
    return f"{head}\n{imports}\n\nexport const {name}: {kind} = {literal(value)};\n"


def _row(method: Method, document: Document) -> dict[str, Any]:
    fields = [
        {
            "name": one.name,
            "parameter": one.name.replace("-", "_"),
            "option": not _shown(one),
            "place": one.place,
            "kind": kind_of(one, document),
        }
        for one in _fields(method)
    ]
    result = resolve(document, method.result or {})
    many = "files" in result.get("properties", {})
    answers = {"file": "files" if many else "file", "nothing": "nothing"}.get(method.answers, "json")
    return {
        "id": method.id,
        "verb": method.verb,
        "path": method.path,
        "fields": fields,
        "answers": answers,
        "kept": method.kept,
        "hasBody": bool(method.at("body")) or method.verb == "POST",
        "severalFiles": any(one.file == "several" and _shown(one) for one in method.files),
    }


def _fields(method: Method) -> list[Any]:
    return [one for one in method.fields if not (one.name == "stream" and method.streams_by_field)]


def _shown(field: Any) -> bool:
    """Whether a field is always shown: what is required, and what callers give in place of it."""
    return bool(field.required or field.name in _USUAL)


def _properties(service: Group, document: Document) -> str:
    methods = sorted(service.every(), key=lambda one: _label(one).lower())
    operations = [
        {
            "name": _label(one),
            "value": one.id,
            "action": _action(one),
            "description": described(one.summary),
        }
        for one in methods
    ]
    chosen: list[Parameter] = [
        {
            "displayName": "Operation",
            "name": "operation",
            "type": "options",
            "noDataExpression": True,
            "displayOptions": {"show": {"resource": [service.name]}},
            "options": operations,
            "default": operations[0]["value"],
        }
    ]
    for method in methods:
        chosen += _of_operation(method, document)
    return _module(camel(service.name), "INodeProperties[]", chosen, "n8n-workflow", "INodeProperties")


def _of_operation(method: Method, document: Document) -> Iterator[Parameter]:
    shown = {"displayOptions": {"show": {"resource": [method.service], "operation": [method.id]}}}
    fields = _fields(method)
    for one in sorted((one for one in fields if _shown(one)), key=lambda one: not one.required):
        made = parameter(one, document)
        if one.file and not _must(one, method):
            made |= {"default": ""}
        yield {**made, **shown}
    if any(one.file == "several" and _shown(one) for one in fields):
        yield {
            "displayName": "Collect Items",
            "name": "collectItems",
            "type": "boolean",
            "default": False,
            "description": "Whether to run once, with the files of all input items together",
            **shown,
        }
    options = [parameter(one, document) | {"required": False} for one in fields if not _shown(one)]
    options = [{key: value for key, value in one.items() if key != "required"} for one in options]
    options += list(_general(method))
    if options:
        yield {
            "displayName": "Options",
            "name": "options",
            "type": "collection",
            "placeholder": "Add option",
            "default": {},
            **shown,
            "options": sorted(options, key=lambda one: one["displayName"].lower()),
        }


def _must(field: Any, method: Method) -> bool:
    """Whether a file is likely given: it is required, or nothing else could be."""
    others = _USUAL - {"file", "files"}
    return bool(field.required) or not any(one.name in others for one in method.fields)


def _general(method: Method) -> Iterator[Parameter]:
    if method.answers == "file":
        yield {
            "displayName": "Put Output File in Field",
            "name": "outputBinaryField",
            "type": "string",
            "default": "data",
            "hint": "The name of the output binary field to put the file in",
        }
    if method.verb == "POST" and method.service not in _NO_JOBS and method.answers != "events":
        yield {
            "displayName": "Run as Job",
            "name": "runAsJob",
            "type": "boolean",
            "default": False,
            "description": "Whether to run in the background and wait for the result, for long work",
        }


def _index(services: list[Group]) -> str:
    options = sorted(
        ({"name": _resource(one.name), "value": one.name} for one in services), key=lambda one: one["name"]
    )
    chosen: list[Parameter] = [
        {
            "displayName": "Resource",
            "name": "resource",
            "type": "options",
            "noDataExpression": True,
            "options": options,
            "default": options[0]["value"],
        }
    ]
    lines = ["/* Generated from the specification. */"]
    lines += ["import type { INodeProperties } from 'n8n-workflow';", ""]
    lines += [f"import {{ {camel(one.name)} }} from './{one.name}';" for one in services]
    spread = ", ".join(f"...{camel(one.name)}" for one in services)
    lines += [f"\nconst resources: INodeProperties[] = {literal(chosen)};"]
    lines += [f"\nexport const properties: INodeProperties[] = [...resources, {spread}];"]
    return "\n".join(lines) + "\n"


def _resource(name: str) -> str:
    return _SINGULAR.get(name) or _NAMES.get(name) or pascal(name)


def _label(method: Method) -> str:
    return title(" ".join(method.id.split(".")[1:]))


def _action(method: Method) -> str:
    """Return the summary as n8n shows actions: a few words, which its linter wants in lower case."""
    text = re.split(r"[:;,.(]| with | such as ", method.summary)[0].lower().replace("'", "")
    return " ".join(re.sub(r"[^a-z0-9]", " ", text).split()).capitalize()


def literal(value: Any) -> str:
    """Write a value as TypeScript, a plain key on each line: so the linter reads and mends parameters."""
    if isinstance(value, dict):
        inner = "".join(f"{_key(key)}: {literal(one)},\n" for key, one in value.items())
        return f"{{\n{inner}}}" if inner else "{}"
    if isinstance(value, list):
        return f"[\n{''.join(f'{literal(one)},{chr(10)}' for one in value)}]"
    if isinstance(value, str):
        return "'" + json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_]\w*", key) else f"'{key}'"


def modules() -> Path:
    """Return the folder of the packages of package-lock.json, installed once for each state of it."""
    lock = PACKAGE / "package-lock.json"
    name = f"n8n-node-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    return install(name, "ci", given=[PACKAGE / "package.json", lock]) / "node_modules"


def build_n8n(target: Path = PACKAGE) -> None:
    """Write the generated modules, put them into n8n's style, check that style, and compile."""
    generated = target / NODE / "generated"
    shutil.rmtree(generated, ignore_errors=True)
    generated.mkdir(parents=True)
    for name, text in n8n_files(specification()):
        (generated / name).write_text(text, encoding="utf-8")
    linked = link(target, modules)
    checked = ("--ext", ".ts,.json", "credentials", "nodes", "package.json")
    node(linked / "eslint" / "bin" / "eslint.js", "--fix", *checked, folder=target)
    shutil.rmtree(target / "dist", ignore_errors=True)
    node(linked / "typescript" / "bin" / "tsc", folder=target)
    shutil.copy(target / NODE / "flowforge.svg", target / "dist" / NODE)
    print("built the n8n node")
