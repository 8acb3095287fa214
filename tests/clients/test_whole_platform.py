"""TypeScript generators that users choose take the specification of the whole platform, strictly checked."""

import json
from pathlib import Path

import pytest
from tools.npm import node
from tools.repository import ROOT

pytestmark = [pytest.mark.generators, pytest.mark.deep]

PROFILE = ROOT / "sdk" / "openapi-3.0.json"
TSCONFIG = {
    "compilerOptions": {
        "strict": True,
        "target": "es2022",
        "module": "esnext",
        "moduleResolution": "bundler",
        "lib": ["es2022", "dom", "dom.iterable"],
        "types": ["node"],
        "noEmit": True,
    },
    "include": ["client/**/*.ts"],
}
OPERATION = "/api/v1/crypto/hash"


def check(folder: Path, modules: Path) -> None:
    """Type-check the generated client, which must have a call of every operation."""
    (folder / "tsconfig.json").write_text(json.dumps(TSCONFIG))
    (folder / "node_modules").symlink_to(modules)
    node(modules / "typescript" / "lib" / "tsc.js", "--project", ".", folder=folder)
    written = "".join(path.read_text() for path in (folder / "client").rglob("*.ts"))
    paths = json.loads(PROFILE.read_bytes())["paths"]
    assert OPERATION in paths
    assert not [path for path in paths if path.partition("{")[0] not in written]


def test_hey_api(modules: Path, tmp_path: Path) -> None:
    generator = modules / "@hey-api" / "openapi-ts" / "bin" / "run.js"
    arguments = ["--output", "client", "--client", "@hey-api/client-fetch"]
    node(generator, "--input", PROFILE, *arguments, folder=tmp_path)
    check(tmp_path, modules)


def test_orval(modules: Path, tmp_path: Path) -> None:
    generator = modules / "orval" / "dist" / "bin" / "orval.mjs"
    arguments = ["--output", "client/api.ts", "--client", "fetch"]
    node(generator, "--input", PROFILE, *arguments, folder=tmp_path)
    check(tmp_path, modules)
