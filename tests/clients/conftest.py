"""The running service that generated clients call, and the packages of npm that generate and compile them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from tools.npm import install

from servicekit.testing import serve_process

HERE = Path(__file__).parent
CALLS = HERE / "calls"
ROOT = HERE.parents[1]

# What every client must get: of crypto the examples of RFC 9562 and FIPS 180-4, a round trip and a declared
# error; of the kit's sample service, every way in and out.
EXPECTED: Mapping[str, Mapping[str, object]] = {
    "crypto": {
        "uuid": "2ed6657d-e927-568b-95e1-2665a8aea6a2",
        "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "decrypted": "abc",
        "error": "VALIDATION_ERROR",
    },
    "sample": {
        "name": "a.txt",
        "count": 3,
        "deep": {"a": 1},
        "tags": ["p", "q"],
        "gathered": ["a.txt", "b.txt"],
        "noted": "MILK",
        "removed": 204,
        "error": "SAMPLE_NO_SUCH_NOTE",
        "events": 2,
    },
}
APPLICATIONS = {"crypto": "flowforge_crypto.app:app", "sample": "kit_sample.app:app"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A running service, its documents as it gives them, and what a client must get of it."""

    name: str
    url: str
    document: Path
    profile: Path
    expected: Mapping[str, object]

    def call(self, program: str) -> Path:
        return CALLS / self.name / program


@pytest.fixture(scope="session", params=[pytest.param("crypto", marks=pytest.mark.deep), "sample"])
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    environment = {
        "PYTHONPATH": str(ROOT / "libs" / "servicekit" / "tests" / "sample"),
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
    }
    with serve_process(APPLICATIONS[name], folder, environment=environment) as served:
        document = _download(f"{served.url}/openapi.json", folder / "openapi.json")
        profile = _download(f"{served.url}/openapi-3.0.json", folder / "openapi-3.0.json")
        yield Subject(name, served.url, document, profile, EXPECTED[name])


def _download(address: str, target: Path) -> Path:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - a loopback address made here
        target.write_bytes(answer.read())
    return target


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder of the TypeScript tools, installed once for each state of the lock file."""
    lock = HERE / "package-lock.json"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    return install(f"clients-{digest}", "ci", given=[HERE / "package.json", lock]) / "node_modules"
