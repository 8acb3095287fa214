"""Every operation of the specification is a method of every client. Needs no package of an index."""

import ast
import re
from collections.abc import Iterator

import pytest
from tools.sdk.n8n import n8n_files
from tools.sdk.python import specification
from tools.sdk.python_surface import service_module
from tools.sdk.surface import Group, Method, services_of
from tools.sdk.typescript import typescript_files

from flowforge_specification import operations

DOCUMENT = specification()
IDS = {one.id for one in operations(DOCUMENT)}
SERVICES = services_of(DOCUMENT)


def methods() -> Iterator[Method]:
    for service in SERVICES:
        yield from service.every()


def test_no_operation_is_lost() -> None:
    assert {method.id for method in methods()} == IDS


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_operation_is_a_method_of_both_python_clients(service: Group) -> None:
    module = ast.parse(service_module(DOCUMENT, service))
    found: dict[str, set[str]] = {"Group": set(), "AsyncGroup": set()}
    for one in module.body:
        if isinstance(one, ast.ClassDef):
            parent = ast.unparse(one.bases[0])
            calls = [node for node in ast.walk(one) if isinstance(node, ast.Name) and node.id.startswith("_")]
            found[parent] |= {node.id for node in calls}
    wanted = {f"_{method.id.replace('.', '_').upper()}" for method in service.every()}
    assert found == {"Group": wanted, "AsyncGroup": wanted}


def test_every_operation_is_a_method_of_the_typescript_client() -> None:
    text = "\n".join(module for _, module in typescript_files(DOCUMENT))
    assert set(re.findall(r'Operation = \{"id": "([^"]+)"', text)) == IDS
    called = set(re.findall(r"this\.caller\.\w+(?:<[^(]*>)?\((\w+),", text))
    assert called == set(re.findall(r"const (\w+): Operation", text))


def test_every_operation_and_field_is_in_the_n8n_node() -> None:
    files = dict(n8n_files(DOCUMENT))
    assert set(re.findall(r"^id: '([^']+)',$", files["operations.ts"], re.MULTILINE)) == IDS
    for service in SERVICES:
        offered = set(re.findall(r"^value: '([^']+)',\naction:", files[f"{service.name}.ts"], re.MULTILINE))
        assert offered == {method.id for method in service.every()}
        for method in service.every():
            for field in method.fields:
                assert f"name: '{field.name.replace('-', '_')}'," in files[f"{service.name}.ts"] or (
                    field.name == "stream"
                )


def test_required_fields_have_no_default() -> None:
    module = ast.parse(service_module(DOCUMENT, next(one for one in SERVICES if one.name == "pdf")))
    (kind,) = [one for one in module.body if isinstance(one, ast.ClassDef) and one.name == "Pdf"]
    merge = [one for one in kind.body if isinstance(one, ast.FunctionDef) and one.name == "merge"][-1]
    given = dict(zip([one.arg for one in merge.args.kwonlyargs], merge.args.kw_defaults, strict=True))
    assert given.pop("files") is None
    assert given
    assert all(isinstance(default, ast.Constant) for default in given.values())
