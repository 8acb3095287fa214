import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.generators

BIN = Path(sys.executable).parent
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


def compile_and_call(
    program: str, folder: Path, modules: Path, tools: Mapping[str, Any], service: str
) -> str:
    """Type-check what was generated together with *program*, and run it."""
    shutil.copy(tools["calls"] / f"{program}.ts", folder)
    (folder / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    (folder / "node_modules").symlink_to(modules)
    tools["node"](modules / "typescript" / "lib" / "tsc.js", "--project", ".", folder=folder)
    printed: str = tools["node"](folder / "built" / f"{program}.js", service, folder=folder)
    return printed


def test_openapi_python_client(service: str, profile: Path, tools: Mapping[str, Any], tmp_path: Path) -> None:
    run = tools["run"]
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    arguments = [
        "--output-path",
        "crypto_client",
        "--meta",
        "none",
        "--config",
        "config.yml",
        "--fail-on-warning",
    ]
    run([BIN / "openapi-python-client", "generate", "--path", profile, *arguments], tmp_path)
    program = shutil.copy(tools["calls"] / "openapi_python_client.py", tmp_path)
    checked = ["--strict", "--cache-dir", tools["cache"] / "mypy", "crypto_client", program]
    run([BIN / "mypy", *checked], tmp_path)
    assert json.loads(run([sys.executable, program, service], tmp_path)) == tools["expected"]


def test_openapi_generator_python(
    service: str, profile: Path, tools: Mapping[str, Any], tmp_path: Path
) -> None:
    run = tools["run"]
    arguments = ["--generator-name", "python", "--package-name", "crypto_client", "--output", "."]
    run([BIN / "openapi-generator-cli", "generate", "--input-spec", profile, *arguments], tmp_path)
    program = shutil.copy(tools["calls"] / "openapi_generator.py", tmp_path)
    checked = ["--cache-dir", tools["cache"] / "mypy", "crypto_client", program]
    run([BIN / "mypy", *checked], tmp_path)
    assert json.loads(run([sys.executable, program, service], tmp_path)) == tools["expected"]


def test_openapi_generator_typescript_fetch(
    service: str, profile: Path, modules: Path, tools: Mapping[str, Any], tmp_path: Path
) -> None:
    arguments = ["--generator-name", "typescript-fetch", "--output", "client"]
    tools["run"]([BIN / "openapi-generator-cli", "generate", "--input-spec", profile, *arguments], tmp_path)
    printed = compile_and_call("typescript_fetch", tmp_path, modules, tools, service)
    assert json.loads(printed) == tools["expected"]


def test_openapi_typescript_and_fetch(
    service: str, document: Path, modules: Path, tools: Mapping[str, Any], tmp_path: Path
) -> None:
    generator = modules / "openapi-typescript" / "bin" / "cli.js"
    arguments = ["--output", "schema.d.ts", "--default-non-nullable", "false"]
    tools["node"](generator, document, *arguments, folder=tmp_path)
    printed = compile_and_call("openapi_fetch", tmp_path, modules, tools, service)
    assert json.loads(printed) == tools["expected"]
