import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from tools.npm import TOOLS, node, run

pytestmark = pytest.mark.generators

BIN = Path(sys.executable).parent
TYPES = TOOLS / "mypy"
TSCONFIG = {
    "compilerOptions": {
        "strict": True,
        "target": "es2022",
        "module": "commonjs",
        "moduleResolution": "node10",
        "lib": ["es2022", "dom", "dom.iterable"],
        "types": ["node"],
        "outDir": "built",
    },
    "include": ["*.ts", "client/**/*.ts"],
}


def compile_and_call(subject: Any, program: str, folder: Path, modules: Path) -> object:
    """Type-check what was generated together with *program*, run it, and return what it found."""
    shutil.copy(subject.call(f"{program}.ts"), folder)
    (folder / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    (folder / "node_modules").symlink_to(modules)
    node(modules / "typescript" / "lib" / "tsc.js", "--project", ".", folder=folder)
    return json.loads(node(folder / "built" / f"{program}.js", subject.url, folder=folder))


def check_and_call(subject: Any, program: str, folder: Path, *strictness: str) -> object:
    """Type-check what was generated together with *program*, run it, and return what it found."""
    copied = shutil.copy(subject.call(f"{program}.py"), folder)
    checked = [f"{subject.name}_client", copied]
    run([BIN / "mypy", "--cache-dir", TYPES, *strictness, *checked], folder)
    return json.loads(run([sys.executable, copied, subject.url], folder))


def test_openapi_python_client(subject: Any, tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    arguments = ["--output-path", f"{subject.name}_client", "--meta", "none", "--config", "config.yml"]
    command = [
        BIN / "openapi-python-client",
        "generate",
        "--path",
        subject.profile,
        "--fail-on-warning",
    ]
    run([*command, *arguments], tmp_path)
    assert check_and_call(subject, "openapi_python_client", tmp_path, "--strict") == subject.expected


@pytest.mark.deep
def test_openapi_generator_python(subject: Any, tmp_path: Path) -> None:
    arguments = ["--generator-name", "python", "--package-name", f"{subject.name}_client", "--output", "."]
    command = [BIN / "openapi-generator-cli", "generate", "--input-spec", subject.profile]
    run([*command, *arguments], tmp_path)
    assert check_and_call(subject, "openapi_generator", tmp_path) == subject.expected


@pytest.mark.deep
def test_openapi_generator_typescript_fetch(subject: Any, modules: Path, tmp_path: Path) -> None:
    arguments = ["--generator-name", "typescript-fetch", "--output", "client"]
    command = [BIN / "openapi-generator-cli", "generate", "--input-spec", subject.profile]
    run([*command, *arguments], tmp_path)
    assert compile_and_call(subject, "typescript_fetch", tmp_path, modules) == subject.expected


def test_openapi_typescript_and_fetch(subject: Any, modules: Path, tmp_path: Path) -> None:
    generator = modules / "openapi-typescript" / "bin" / "cli.js"
    arguments = ["--output", "schema.d.ts", "--default-non-nullable", "false"]
    node(generator, subject.document, *arguments, folder=tmp_path)
    assert compile_and_call(subject, "openapi_fetch", tmp_path, modules) == subject.expected
