import sys
from pathlib import Path

import httpx
import pytest
from tools.npm import TOOLS, run

from servicekit.testing import serve_process

pytestmark = pytest.mark.generators

# tus sends pieces of files under a media type of its own: the generator must be told that these are bytes.
CONFIG = """
post_hooks: []
content_type_overrides:
  application/offset+octet-stream: application/octet-stream
"""
BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[2]
# The client of crypto is checked whole, and called, in test_generated_clients.py.
SERVICES = sorted(
    {path.parent.name for path in ROOT.glob("services/*/src/flowforge_*/app.py")} - {"flowforge_crypto"}
)


@pytest.mark.parametrize("service", SERVICES)
def test_profile_becomes_a_client(service: str, tmp_path: Path) -> None:
    generate(service, tmp_path)
    run([sys.executable, "-m", "compileall", "-q", "client"], tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("service", SERVICES)
def test_the_client_type_checks(service: str, tmp_path: Path) -> None:
    generate(service, tmp_path)
    run([BIN / "mypy", "--strict", "--cache-dir", TOOLS / "mypy", "client"], tmp_path)


def generate(service: str, folder: Path) -> None:
    """Generate a client from the profile that the running service serves; a warning is a failure."""
    with serve_process(f"{service}.app:app", folder) as served:
        profile = httpx.get(f"{served.url}/openapi-3.0.json", timeout=20).raise_for_status()
    (folder / "openapi.json").write_bytes(profile.content)
    (folder / "config.yml").write_text(CONFIG)
    command: list[str | Path] = [BIN / "openapi-python-client", "generate", "--path", "openapi.json"]
    arguments = ["--output-path", "client", "--meta", "none", "--config", "config.yml", "--fail-on-warning"]
    run([*command, *arguments], folder)
