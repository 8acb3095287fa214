"""Write the Python modules in which every operation is a method, once for each kind of client."""

import keyword
import textwrap
from collections.abc import Iterator

from flowforge_specification import Document
from tools.sdk.annotations import annotation
from tools.sdk.surface import Field, Group, Method, pascal

_HEAD = '''"""{title}. Generated from the specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, overload

from flowforge._calls import Operation
from flowforge._files import File, FileInput
from flowforge._groups import AsyncGroup, Group
from flowforge._streams import AsyncStream, Stream
from flowforge.models import {service} as models
from flowforge.types import {service} as types
'''
_WIDTH = 100
_RESERVED = {"self", "models", "types"}


def service_module(document: Document, service: Group) -> str:
    """Return the module of one service: its operations, and two classes for each group of them."""
    title = service.description.partition("\n")[0].rstrip(".") or service.name
    parts = [_HEAD.format(title=title, service=service.name)]
    parts += [_operation(method) for method in service.every()]
    for asynchronous in (False, True):
        parts += _classes(document, service, pascal(service.name), asynchronous)
    return "\n".join(parts)


def index_module(services: list[Group]) -> str:
    """Return the module with the two classes that have every service."""
    lines = ['"""Every service of the platform. Generated from the specification."""\n']
    lines += ["from __future__ import annotations\n", "from functools import cached_property"]
    lines += ["from typing import TYPE_CHECKING\n"]
    lines += ["from flowforge._groups import AsyncCaller, Caller\n", "if TYPE_CHECKING:"]
    lines += [f"    from flowforge.operations import {one.name}" for one in services]
    for prefix in ("", "Async"):
        lines += [f"\n\nclass {prefix}Services:"]
        lines += [f'    """Every service, called {"with await" if prefix else "and waited for"}."""\n']
        lines += [f"    _caller: {prefix}Caller\n"]
        for one in services:
            kind = f"{prefix}{pascal(one.name)}"
            lines += [
                "    @cached_property",
                f"    def {one.name}(self) -> {one.name}.{kind}:",
                f'        """{_one_line(one.description) or pascal(one.name)}"""',
                f"        from flowforge.operations import {one.name}\n",
                f"        return {one.name}.{kind}(self._caller)\n",
            ]
    return "\n".join(lines)


def _constant(method: Method) -> str:
    return f"_{method.id.replace('.', '_').replace('-', '_').upper()}"


def _operation(method: Method) -> str:
    facts = {
        "id": method.id,
        "verb": method.verb,
        "path": method.path,
        "kept": method.kept,
        "form": method.form,
        "files": tuple(one.name for one in method.files),
        "places": {one.name: one.place for one in method.fields if one.place != "body"},
        "streams_by_field": method.streams_by_field,
        "has_body": bool(method.at("body")) or method.verb == "POST",
    }
    given = ", ".join(f"{key}={value!r}" for key, value in facts.items())
    return f"{_constant(method)} = Operation({given})"


def _classes(document: Document, group: Group, name: str, asynchronous: bool) -> Iterator[str]:  # noqa: FBT001 - two kinds
    prefix = "Async" if asynchronous else ""
    for part in group.groups.values():
        yield from _classes(document, part, f"{name}{pascal(part.name)}", asynchronous)
    lines = [f"\n\nclass {prefix}{name}({prefix}Group):"]
    lines.append(f'    """{_one_line(group.description) or f"The operations under {group.name}."}"""')
    for part in group.groups.values():
        kind = f"{prefix}{name}{pascal(part.name)}"
        lines += ["\n    @cached_property", f"    def {python_name(part.name)}(self) -> {kind}:"]
        lines += [f"        return {kind}(self._caller)"]
    for method in group.methods.values():
        lines += _methods(document, method, asynchronous)
    yield "\n".join(lines)


def _methods(document: Document, method: Method, asynchronous: bool) -> Iterator[str]:  # noqa: FBT001 - two kinds
    spoken = "async def" if asynchronous else "def"
    waits = "await " if asynchronous else ""
    name, constant = python_name(method.name), _constant(method)
    result = _model(method.result)
    if method.answers == "file" and method.kept:
        for value, answer in (
            ('Literal["binary"] = "binary"', "File"),
            ('Literal["file", "base64"]', result),
        ):
            yield "\n    @overload"
            yield f"    {spoken} {name}({_arguments(document, method, f'output: {value}')}) -> {answer}: ..."
        yield f"\n    {spoken} {name}({_arguments(document, method, _OUTPUT)}) -> File | {result}:"
        yield _documented(method)
        given = f"{constant}, {_given(method)}, {_class(result)}, output"
        yield f"        return {waits}self._caller.file({given})"
    elif method.answers == "file":
        yield f"\n    {spoken} {name}({_arguments(document, method)}) -> File:"
        yield _documented(method)
        yield f"        return {waits}self._caller.content({constant}, {_given(method)})"
    elif method.answers == "nothing":
        yield f"\n    {spoken} {name}({_arguments(document, method)}) -> dict[str, str]:"
        yield _documented(method)
        yield f"        return {waits}self._caller.headers({constant}, {_given(method)})"
    elif method.answers != "events":
        yield f"\n    {spoken} {name}({_arguments(document, method)}) -> {result}:"
        yield _documented(method)
        yield f"        return {waits}self._caller.json({constant}, {_given(method)}, {_class(result)})"
    if "events" in method.answers:
        yield from _streaming(document, method, asynchronous)


_OUTPUT = 'output: Literal["binary", "file", "base64"] = "binary"'


def _streaming(document: Document, method: Method, asynchronous: bool) -> Iterator[str]:  # noqa: FBT001 - two kinds
    name = python_name(method.name) if method.answers == "events" else f"{method.name}_stream"
    event = _model(method.event)
    kind = f"{'Async' if asynchronous else ''}Stream[{event}]"
    yield f"\n    def {name}({_arguments(document, method)}) -> {kind}:"
    yield _documented(method)
    yield f"        return self._caller.events({_constant(method)}, {_given(method)}, {_class(event)})"


def _model(schema: Document | None) -> str:
    return f"models.{schema['$ref'].rpartition('/')[2]}" if schema and "$ref" in schema else "Any"


def _class(model: str) -> str:
    return "None" if model == "Any" else model


def _shown(method: Method) -> list[Field]:
    """Return the fields in the order of the signature: path, required, others."""
    hidden = {"stream"} if method.streams_by_field else set()
    named = [one for one in method.fields if one.place != "path" and one.name not in hidden]
    return [*method.at("path"), *sorted(named, key=lambda one: not one.required)]


def _arguments(document: Document, method: Method, *more: str) -> str:
    shown = ["self", *(f"{python_name(one.name)}: str" for one in method.at("path"))]
    named = [
        f"{python_name(one.name)}: {kind}" + ("" if one.required else " | None = None")
        for one in _shown(method)
        if one.place != "path" and (kind := annotation(one.schema, document))
    ]
    return ", ".join([*shown, *(["*", *named, *more] if named or more else [])])


def _given(method: Method) -> str:
    return f"{{{', '.join(f'{one.name!r}: {python_name(one.name)}' for one in _shown(method))}}}"


def python_name(name: str) -> str:
    """Return the name of an argument: `from` is from_, `Upload-Length` is upload_length."""
    plain = name.lower().replace("-", "_") if "-" in name else name
    return f"{plain}_" if keyword.iskeyword(plain) or plain in _RESERVED else plain


def _one_line(text: str) -> str:
    return text.partition("\n")[0].replace("\\", "\\\\").replace('"', "'")


def _documented(method: Method) -> str:
    lines = [f"{method.summary}.", ""]
    if method.description:
        lines += [method.description, ""]
    described = [one for one in _shown(method) if one.description]
    if described:
        lines.append("Args:")
        for one in described:
            text = f"{python_name(one.name)}: {' '.join(one.description.split())}"
            lines.append(textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="        "))
    whole = "\n".join(lines).strip().replace("\\", "\\\\").replace('"""', "'''")
    return textwrap.indent(f'"""{whole}\n"""', "        ")
