"""Write the TypeScript modules in which every operation is a method."""

import json
import re
import textwrap
from collections.abc import Iterator

from flowforge_specification import Document
from tools.sdk.surface import Field, Group, Method, camel, pascal

_HEAD = """/* Generated from the specification. */
import type {{ Operation }} from "../calls.js";
import type {{ FileInput, FlowForgeFile }} from "../files.js";
import {{ Group, type FileOptions }} from "../groups.js";
import type {{ CallOptions }} from "../sending.js";
import type * as T from "./types.js";
"""
_SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def service_module(service: Group) -> str:
    """Return the module of one service: its operations, and a class for each group of them."""
    parts = [_HEAD.format()]
    parts += [_operation(method) for method in service.every()]
    parts += _classes(service, pascal(service.name))
    return "\n".join(parts) + "\n"


def index_module(services: list[Group]) -> str:
    """Return the module with the class that has every service."""
    lines = ["/* Generated from the specification. */", 'import type { Caller } from "../groups.js";']
    lines += [f'import {{ {pascal(one.name)} }} from "./{one.name}.js";' for one in services]
    lines += ["\nexport class Services {"]
    for one in services:
        lines += [
            _comment(one.description.partition("\n")[0]),
            f"  readonly {camel(one.name)}: {pascal(one.name)};",
        ]
    lines += ["\n  constructor(caller: Caller) {"]
    lines += [f"    this.{camel(one.name)} = new {pascal(one.name)}(caller);" for one in services]
    return "\n".join([*lines, "  }", "}", ""])


def _constant(method: Method) -> str:
    return f"{camel(method.id)}Operation"


def _operation(method: Method) -> str:
    facts = {
        "id": method.id,
        "verb": method.verb,
        "path": method.path,
        "files": [one.name for one in method.files] if method.form else [],
        "places": {one.name: one.place for one in method.fields if one.place != "body"},
        "streamsByField": method.streams_by_field,
        "hasBody": bool(method.at("body")) or method.verb == "POST",
    }
    return f"const {_constant(method)}: Operation = {json.dumps(facts)};"


def _classes(group: Group, name: str) -> Iterator[str]:
    for part in group.groups.values():
        yield from _classes(part, f"{name}{pascal(part.name)}")
    lines = [
        f"\n/** {_safe(group.description.partition(chr(10))[0]) or f'The operations under {group.name}.'} */"
    ]
    lines += [f"export class {name} extends Group {{"]
    for part in group.groups.values():
        lines += [f"  readonly {camel(part.name)} = new {name}{pascal(part.name)}(this.caller);"]
    for method in group.methods.values():
        lines += _methods(method)
    yield "\n".join([*lines, "}"])


def _methods(method: Method) -> Iterator[str]:
    name, constant = camel(method.name), _constant(method)
    fields, result = _fields(method), _type(method.result)
    comment = _comment(f"{method.summary}.\n\n{method.description}".strip())
    plain = f"{fields}, options?: CallOptions"
    if method.answers == "file" and method.kept:
        yield comment
        needed = fields.removesuffix(" = {}")
        first = needed if needed == fields else needed.replace("fields:", "fields?:", 1)
        binary, described = '{ output?: "binary" }', '{ output: "file" | "base64" }'
        yield f"  {name}({first}, options?: CallOptions & {binary}): Promise<FlowForgeFile>;"
        yield f"  {name}({needed}, options: CallOptions & {described}): Promise<{result}>;"
        yield f"  {name}({fields}, options?: FileOptions): Promise<FlowForgeFile | {result}> {{"
        yield f"    return this.caller.file<{result}>({constant}, fields, options);\n  }}\n"
        return
    kinds = {"file": ("content", "FlowForgeFile"), "nothing": ("headers", "Headers")}
    if method.answers != "events":
        call, answer = kinds.get(method.answers, ("json", result))
        typed = f"<{answer}>" if call == "json" else ""
        yield comment
        yield f"  {name}({plain}): Promise<{answer}> {{"
        yield f"    return this.caller.{call}{typed}({constant}, fields, options);\n  }}\n"
    if "events" in method.answers:
        streamed = name if method.answers == "events" else f"{name}Stream"
        yield comment
        yield f"  {streamed}({plain}): AsyncGenerator<{_type(method.event)}> {{"
        yield f"    return this.caller.events<{_type(method.event)}>({constant}, fields, options);\n  }}\n"


def _fields(method: Method) -> str:
    others = [one for one in method.fields if one.place != "body"]
    parts = [f"T.{method.body}"] if method.body else []
    if others:
        inner = "; ".join(f"{_key(one.name)}{'' if one.required else '?'}: {_plain(one)}" for one in others)
        parts.append(f"{{ {inner} }}")
    default = "" if any(one.required for one in method.fields) else " = {}"
    return f"fields: {' & '.join(parts) or 'Record<string, never>'}{default}"


def _plain(item: Field) -> str:
    if "enum" in item.schema:
        return " | ".join(json.dumps(one) for one in item.schema["enum"])
    return _SIMPLE.get(str(item.schema.get("type", "string")), "string")


def _key(name: str) -> str:
    return name if re.fullmatch(r"\w+", name) else json.dumps(name)


def _type(schema: Document | None) -> str:
    return f"T.{schema['$ref'].rpartition('/')[2]}" if schema and "$ref" in schema else "unknown"


def _safe(text: str) -> str:
    return text.replace("*/", "* /")


def _comment(text: str) -> str:
    lines = [line for part in _safe(text).split("\n") for line in (textwrap.wrap(part, 100) or [""])]
    return "\n".join(["  /**", *(f"   * {line}".rstrip() for line in lines), "   */"])
