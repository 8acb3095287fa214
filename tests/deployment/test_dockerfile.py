"""The install steps of the Dockerfile are executed for each service, and what they make serves."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tools.catalog.compose import build_arguments
from tools.catalog.containers import USER
from tools.dockerfile import Image, install, stages
from tools.repository import services

from flowforge_gateway.services import load_entries
from servicekit.testing import free_port

START_SECONDS = 60.0
PRESENT = {service.name for service in services()}
NAMES = [entry.name for entry in load_entries() if entry.name in PRESENT]
pytestmark = pytest.mark.installs


@pytest.fixture
def root() -> Iterator[Path]:
    """A folder that another user may enter."""
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def may_change_user() -> bool:
    """Return whether this process can become another user who can reach the interpreter too."""
    folders = Path(sys.executable).resolve().parents
    return os.geteuid() == 0 and all(folder.stat().st_mode & 0o001 for folder in folders)


@pytest.mark.timeout(600)
@pytest.mark.deep
@pytest.mark.parametrize("name", NAMES)
def test_the_image_of_a_service_serves(name: str, root: Path) -> None:
    entry = next(one for one in load_entries() if one.name == name)
    image = install({key: str(value) for key, value in build_arguments(entry).items()}, root)
    assert_alone(image, entry.package)
    serve(image)


def assert_alone(image: Image, package: str) -> None:
    """No test tool, no other service, and no source is in the image."""
    program = "import importlib.metadata as m; print(*{one.name for one in m.distributions()})"
    listed = subprocess.run(
        [image.root / "venv/bin/python", "-c", program], capture_output=True, text=True, check=True
    ).stdout
    found = {name.lower().replace("-", "_") for name in listed.split()}
    assert package in found
    assert not found & {"pytest", "ruff", "mypy", "uv", "hatchling", "pip"}
    others = {service.package for service in services()} - {package}
    assert not found & others


def serve(image: Image) -> None:
    """Start the command of the image as its user, until its own health check succeeds."""
    port = free_port()
    for folder in ("data", "spool", "srv", "tmp"):
        (image.root / folder).mkdir(exist_ok=True)
    if may_change_user():
        for folder in ("data", "spool", "tmp"):
            os.chown(image.root / folder, USER, USER)
    environment = {
        **{key: image.placed(value) for key, value in image.environment.items()},
        "PORT": str(port),
        "PATH": f"{image.root}/venv/bin:/usr/bin:/bin",
        "HOME": str(image.root / "tmp"),
        "TMPDIR": str(image.root / "tmp"),
        "FLOWFORGE_GATEWAY_SECRET": "shared with the gateway",
        "FLOWFORGE_SPOOL_DIR": str(image.root / "spool"),
        "FLOWFORGE_FILES_URL": f"file://{image.root}/data/files",
        "FLOWFORGE_FILES_SIGNING_KEY": "signs addresses of files, 32 or more",
    }
    log = (image.root / "tmp" / "log").open("wb")
    user = USER if may_change_user() else None
    groups: list[int] | None = None if user is None else []
    server = subprocess.Popen(
        image.command,
        cwd=image.root / "srv",
        env=environment,
        stdout=log,
        stderr=log,
        user=user,
        group=user,
        extra_groups=groups,
    )
    try:
        until = time.monotonic() + START_SECONDS
        while subprocess.run(image.health, env=environment, capture_output=True, check=False).returncode:
            assert server.poll() is None, Path(log.name).read_text()
            assert time.monotonic() < until, Path(log.name).read_text()
            time.sleep(0.2)
        answer = httpx.get(f"http://127.0.0.1:{port}/health")
        assert answer.json()["status"] == "ok", answer.text
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def test_the_last_stage_holds_nothing_but_the_environment() -> None:
    _, final = stages()
    copied = [one.text for one in final if one.name in {"COPY", "ADD"}]
    assert copied == ["--from=build /venv /venv"]
    packages, made = (one.text for one in final if one.name == "RUN")
    assert packages.startswith('if [ -n "$PACKAGES" ]; then apt-get update')
    assert "install -d -o flowforge -g flowforge /data /spool" in made
    assert not {"apt-get", "pip", "curl"} & set(made.split())
