"""An operation made ready to serve: its signature read once, so that a request only follows the plan."""

import inspect
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from servicekit.context import Context
from servicekit.http.binding.values import text_kinds
from servicekit.http.endpoints.dependencies import Dependencies, is_marked
from servicekit.operations.declaration import Operation
from servicekit.operations.forms import FileInput, FileRule, FileUpload, RequestBody, RequestForm
from servicekit.operations.outputs import ContentOutput, EventStream, FileOutput, FileOutputs
from servicekit.operations.resources import Resource
from servicekit.operations.runs import Process
from servicekit.operations.streams import BodyStream, Headers, Reply
from servicekit.ports.files import is_file_store
from servicekit.settings import Settings

ResultKind = Literal["none", "model", "file", "files", "content", "reply", "events", "model_or_events"]


_BY_TYPE: Mapping[str, type] = {
    "settings": Settings,
    "headers": Headers,
    "stream": BodyStream,
}


class BadDeclaration(TypeError):
    """An operation is declared in a way that cannot be served; found when the service is created."""


@dataclass(frozen=True, slots=True)
class FileField:
    name: str
    many: bool
    rule: FileRule
    kept: bool


@dataclass(frozen=True)
class Endpoint:
    """What a request to an operation needs to know."""

    operation: Operation
    operation_id: str
    form: type[RequestBody] | None
    form_parameter: str
    files: tuple[FileField, ...]
    kinds: Mapping[str, str]
    path_parameters: Mapping[str, TypeAdapter[Any]]
    context_parameter: str | None
    store_parameter: tuple[str, type] | None
    headers_parameter: tuple[str, type[Headers]] | None
    stream: tuple[str, FileRule] | None
    settings_parameters: Mapping[str, type[Settings]]
    dependencies: Dependencies | None
    resources: tuple[str, ...]
    is_async: bool
    result: ResultKind
    result_type: Any

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Everything that a caller gives by name."""
        headers = self.headers_parameter[1].model_fields if self.headers_parameter else ()
        fields = self.form.model_fields if self.form is not None else ()
        return frozenset([*fields, *self.path_parameters, *headers, "output"])

    @property
    def takes_raw_body(self) -> bool:
        return len(self.files) == 1 and not self.files[0].many

    @property
    def reads_query(self) -> bool:
        return self.stream is not None or self.operation.method in ("GET", "DELETE", "HEAD", "OPTIONS")

    @property
    def success_status(self) -> int:
        if self.operation.created:
            return 201
        return 204 if self.result in ("none", "reply") and self.operation.method != "HEAD" else 200

    @property
    def can_stream(self) -> bool:
        """Return whether a success may be a stream of events."""
        return self.operation.progress or self.result in ("events", "model_or_events")

    @property
    def keeps_files(self) -> bool:
        return any(field.kept for field in self.files)

    @property
    def has_output_option(self) -> bool:
        return self.result in ("file", "files")


def compile_endpoint(operation: Operation, resources: Mapping[str, Resource]) -> Endpoint:
    """Read the handler's signature. Raises BadDeclaration for what the kit does not know."""
    where = f"{operation.method} {operation.path}"
    parameters = list(inspect.signature(operation.handler).parameters)
    hints = dict(operation.hints)
    returned = hints.pop("return", None)
    form_parameter, form = _form(parameters, hints)
    given = {
        name: _role(name, hints[name], operation.path, resources, where)
        for name in parameters
        if name != form_parameter
    }
    named = {role: [name for name, known in given.items() if known == role] for role in set(given.values())}
    endpoint_resources = tuple(named.get("resource", ()))
    marked = {name: hints[name] for name in named.get("marked", ())}
    result, result_type = _result(returned, where)
    _check(operation, named, result, where)
    return Endpoint(
        operation=operation,
        operation_id=operation.operation_id or "",
        form=form,
        form_parameter=form_parameter,
        files=tuple(_files(form)) if form is not None else (),
        kinds=text_kinds(form) if form is not None else {},
        path_parameters={name: TypeAdapter(hints[name]) for name in named.get("path", ())},
        context_parameter=next(iter(named.get("context", ())), None),
        store_parameter=next(((name, hints[name]) for name in named.get("store", ())), None),
        headers_parameter=next(((name, hints[name]) for name in named.get("headers", ())), None),
        stream=next(((name, _rule_of(hints[name])) for name in named.get("stream", ())), None),
        settings_parameters={name: hints[name] for name in named.get("settings", ())},
        dependencies=Dependencies(operation.path, operation.handler, marked) if marked else None,
        resources=endpoint_resources,
        is_async=inspect.iscoroutinefunction(operation.handler),
        result=result,
        result_type=result_type,
    )


def _check(operation: Operation, named: Mapping[str, Sequence[str]], result: ResultKind, where: str) -> None:
    """Raise BadDeclaration for what does not go together."""
    resources = named.get("resource")
    if isinstance(operation.run, Process) and resources:
        raise BadDeclaration(
            f"{where}: a handler in a worker process cannot take the resource '{resources[0]}'"
        )
    if "marked" in named and operation.cache is not None:
        raise BadDeclaration(f"{where}: an operation with FastAPI dependencies cannot be cached")
    if operation.progress and (result != "model" or "context" not in named):
        raise BadDeclaration(
            f"{where}: a handler that tells its progress takes a Context and returns a model"
        )


def _form(parameters: list[str], hints: Mapping[str, Any]) -> tuple[str, type[RequestBody] | None]:
    for name in parameters:
        hint = hints.get(name)
        if isinstance(hint, type) and issubclass(hint, RequestBody):
            return name, hint
    return "", None


def _role(name: str, hint: Any, path: str, resources: Mapping[str, Resource], where: str) -> str:
    if hint is Context or is_marked(hint):
        return "context" if hint is Context else "marked"
    if f"{{{name}}}" in path or f"{{{name}:path}}" in path:
        return "path"
    if get_origin(hint) is Annotated and get_args(hint)[0] is BodyStream:
        hint = BodyStream
    if (role := _role_of_type(hint)) is not None:
        return role
    if name in resources:
        return "resource"
    raise BadDeclaration(f"{where}: '{name}' is no form, path parameter, Context, settings or resource")


def _role_of_type(hint: Any) -> str | None:
    if not isinstance(hint, type):
        return None
    if is_file_store(hint):
        return "store"
    return next((role for role, kind in _BY_TYPE.items() if issubclass(hint, kind)), None)


def _files(form: type[RequestBody]) -> list[FileField]:
    found = []
    for name, field in form.model_fields.items():
        rule = next((extra for extra in field.metadata if isinstance(extra, FileRule)), FileRule())
        for kind in (FileInput, FileUpload):
            many = _is_file_list(field.annotation, kind)
            if many or _is_file(field.annotation, kind):
                found.append(FileField(name, many, rule, kind is FileUpload))
    if len({field.kept for field in found}) > 1:
        raise BadDeclaration(f"{form.__name__} mixes FileInput and FileUpload")
    if found and not issubclass(form, RequestForm):
        raise BadDeclaration(f"{form.__name__} has files: make it a RequestForm")
    return found


def _is_file(annotation: Any, kind: type) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_file(get_args(annotation)[0], kind)
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_file(alternative, kind) for alternative in get_args(annotation))
    return annotation is kind


def _is_file_list(annotation: Any, kind: type) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_file_list(alternative, kind) for alternative in get_args(annotation))
    is_list = get_origin(annotation) in (list, tuple)
    return is_list and any(_is_file(item, kind) for item in get_args(annotation))


def _rule_of(hint: Any) -> FileRule:
    extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((extra for extra in extras if isinstance(extra, FileRule)), FileRule())


def _result(returned: Any, where: str) -> tuple[ResultKind, Any]:
    base = get_origin(returned) or returned
    if base is type(None) or base is None:
        return "none", None
    kinds: dict[type, ResultKind] = {
        FileOutput: "file",
        FileOutputs: "files",
        ContentOutput: "content",
        Reply: "reply",
        EventStream: "events",
        BaseModel: "model",
    }
    for known, kind in kinds.items():
        if isinstance(base, type) and issubclass(base, known):
            return kind, returned
    if get_origin(returned) in (Union, types.UnionType):
        return _union_result(returned, where)
    raise BadDeclaration(
        f"{where}: the handler returns {returned!r}, which is no model, FileOutput(s) or EventStream"
    )


def _union_result(returned: Any, where: str) -> tuple[ResultKind, Any]:
    kinds = {_result(alternative, where)[0] for alternative in get_args(returned)}
    if kinds == {"model"}:
        return "model", returned
    if kinds == {"model", "events"} and len(get_args(returned)) == len(kinds):
        return "model_or_events", returned
    raise BadDeclaration(f"{where}: a handler returns one kind of result, not {sorted(kinds)}")
