"""Generate the TypeScript client: types by hey-api, and methods beside the hand-written sources."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flowforge_specification import Document
from tools.npm import install, link, node
from tools.repository import ROOT
from tools.sdk.python import specification
from tools.sdk.surface import FILE, closure, services_of
from tools.sdk.typescript_surface import index_module, service_module

CLIENT = ROOT / "sdk" / "typescript"
GENERATED = CLIENT / "src" / "generated"
_CONFIG = """export default {{
  input: "part.json",
  output: {{ path: "types", postProcess: [] }},
  plugins: [{{ name: "@hey-api/typescript" }}],
  logs: {{ level: "error" }},
}};
"""


def typescript_files(document: Document) -> Iterator[tuple[str, str]]:
    """Yield name and text of the modules with methods."""
    services = services_of(document)
    yield "services.ts", index_module(services)
    for service in services:
        yield f"{service.name}.ts", service_module(service)


def modules() -> Path:
    """Return the folder of the packages of package-lock.json, installed once for each state of it."""
    lock = CLIENT / "package-lock.json"
    name = f"typescript-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    return install(name, "ci", given=[CLIENT / "package.json", lock]) / "node_modules"


def build_typescript(target: Path = CLIENT) -> None:
    """Write the generated modules and compile the client into `dist`."""
    document = specification()
    generated = target / "src" / "generated"
    shutil.rmtree(generated, ignore_errors=True)
    generated.mkdir(parents=True)
    for name, text in typescript_files(document):
        (generated / name).write_text(text, encoding="utf-8")
    linked = link(target, modules)
    (generated / "types.ts").write_text(_types(document, linked, target), encoding="utf-8")
    shutil.rmtree(target / "dist", ignore_errors=True)
    node(linked / "typescript" / "bin" / "tsc", folder=target)
    print("built the TypeScript client")


def _one_way(schemas: dict[str, Any]) -> Any:
    """Return *schemas* without marks of direction: the generator would split types, and leave secrets out."""
    marks = ("readOnly", "writeOnly")
    return json.loads(
        json.dumps(schemas),
        object_hook=lambda node: {key: value for key, value in node.items() if key not in marks},
    )


def _types(document: Document, linked: Path, target: Path) -> str:
    """Return the types of all schemas that operations use; a file is whatever the client can send."""
    work = target / "build"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    nodes = [one for service in services_of(document) for method in service.every() for one in method.nodes()]
    schemas = document["components"]["schemas"]
    part = _one_way({name: schemas[name] for name in sorted(closure(document, nodes))})
    whole = {"openapi": "3.1.0", "info": {"title": "part", "version": "1"}, "paths": {}}
    (work / "part.json").write_text(json.dumps(whole | {"components": {"schemas": part}}), encoding="utf-8")
    (work / "openapi-ts.config.mjs").write_text(_CONFIG.format(), encoding="utf-8")
    node(linked / "@hey-api" / "openapi-ts" / "bin" / "run.js", folder=work)
    text = (work / "types" / "types.gen.ts").read_text(encoding="utf-8")
    text, replaced = re.subn(
        rf"export type {FILE} = \{{.*?\n\}};\n", f"export type {FILE} = FileInput;\n", text, flags=re.DOTALL
    )
    if replaced != 1:
        raise ValueError(f"the types have {FILE} {replaced} times")
    return f'import type {{ FileInput }} from "../files.js";\n{text}'
