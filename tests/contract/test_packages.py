"""Every package says what it holds, and every service has the same tree."""

import ast
import re

import pytest
from tools.generate_docs import END, START
from tools.repository import PACKAGE_PATTERNS, ROOT, Service, services, shown, source_files

import servicekit

SERVICES = services()
README_LINES, APP_LINES, DOCSTRING_LINES = 80, 10, 5
GENERATED = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
EVERY_SERVICE = {"pyproject.toml", "README.md", "src", "tests"}
SOURCE_FOLDERS = {"operations", "core", "engines"}
SOURCE_FILES = {"__init__.py", "app.py", "settings.py", "resources.py", "py.typed"}


def test_every_package_describes_itself() -> None:
    missing = []
    for path in source_files():
        if path.name == "__init__.py":
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if not 1 <= len(text.splitlines()) <= DOCSTRING_LINES or text == "Placeholder.":
                missing.append(shown(path))
    assert not missing


def test_the_kit_exports_its_sorted_names() -> None:
    exported = servicekit.__all__
    assert sorted(exported, key=lambda name: (not name.isupper(), name)) == exported  # as ruff sorts them
    assert len(set(exported)) == len(exported)
    private = {"annotations", "__all__"}
    imported = {
        name
        for name in dir(servicekit)
        if not name.startswith("_") and not _is_module(getattr(servicekit, name)) and name not in private
    }
    assert imported == set(exported)


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module"


def test_every_folder_of_a_service_is_a_service() -> None:
    folders = {path.parent for path in ROOT.glob("services/*/pyproject.toml")}
    assert folders == {service.folder for service in SERVICES}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_services_have_the_same_tree(service: Service) -> None:
    present = {path.name for path in service.folder.iterdir() if path.name[0] not in "._"}
    assert present >= EVERY_SERVICE
    assert present <= {*EVERY_SERVICE, "Dockerfile"}
    inside = {path.name for path in service.source.iterdir() if path.name != "__pycache__"}
    assert {"__init__.py", "app.py", "operations", "py.typed"} <= inside <= SOURCE_FOLDERS | SOURCE_FILES


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)
def test_the_application_is_one_call(service: Service) -> None:
    text = (service.source / "app.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= APP_LINES
    statements = [node for node in ast.parse(text).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert [type(node) for node in statements] == [ast.Expr, ast.Assign]
    assert text.count("create_service(") == 1


def test_every_readme_of_a_package_is_short() -> None:
    """The generated table of operations is not counted: it grows with the service."""
    readmes = [path for pattern in PACKAGE_PATTERNS for path in ROOT.glob(f"{pattern}/README.md")]
    assert readmes
    written = {path: GENERATED.sub("", path.read_text(encoding="utf-8")) for path in readmes}
    assert not [shown(path) for path, text in written.items() if len(text.splitlines()) > README_LINES]


def test_project_files_are_alike() -> None:
    """The same build, licence and lower bound of Python everywhere; a version and a description."""
    found = [path.read_text(encoding="utf-8") for path in ROOT.glob("*/*/pyproject.toml")]
    for text in found:
        assert 'build-backend = "hatchling.build"' in text
        assert 'license = "Apache-2.0"' in text
        assert 'requires-python = ">=3.11"' in text
        assert re.search(r'^version = "\d+\.\d+\.\d+"$', text, re.MULTILINE)
        assert re.search(r'^description = ".{10,}"$', text, re.MULTILINE)
