"""Every command of README.md is run as it stands, on another port and with another key."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from system_stand.platform import Platform

pytestmark = pytest.mark.system

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text()
ADDRESS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(*languages: str) -> list[str]:
    return [content for language, content in BLOCK.findall(README) if language in languages]


@pytest.fixture
def folder(tmp_path: Path, platform: Platform) -> Path:
    """A folder that looks like the checkout of somebody whose platform runs."""
    (tmp_path / ".flowforge").symlink_to(platform.home)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def run(command: list[str], folder: Path, platform: Platform) -> str:
    key = (platform.home / "demo-key").read_text().strip()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**platform.environment, "FLOWFORGE_KEY": key},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_shell_block(folder: Path, platform: Platform) -> None:
    printed = "".join(
        run(["bash", "-euo", "pipefail", "-c", block.replace(ADDRESS, platform.address)], folder, platform)
        for block in blocks("bash")
    )
    assert blocks("json")[0].strip() in printed
    assert (folder / "README.md.ffe").stat().st_size > len(README)
    assert json.loads((folder / "openapi.json").read_text())["servers"] == [{"url": platform.address}]
    assert "acme: tier pro, crypto until " in printed
    assert platform.run("keys", "revoke", "acme").returncode == 0


def test_the_python_block(folder: Path, platform: Platform) -> None:
    (program,) = blocks("python")
    printed = run([sys.executable, "-c", program.replace(ADDRESS, platform.address)], folder, platform)
    assert printed in blocks("")


def test_the_nodes_of_n8n(client: httpx.Client) -> None:
    """Send what the two tables describe, as the node sends it."""
    hashing, sealing = map(fields, tables())
    answer = client.request(hashing["Method"], path(hashing["URL"]), json=json.loads(hashing["JSON"]))
    assert answer.json()["hash"] == json.loads(blocks("json")[0])["hash"]
    _, file, _ = re.findall(r"`([^`]+)`", sealing["Parameter 1"] + "`")
    _, field, value = re.findall(r"`([^`]+)`", sealing["Parameter 2"] + "`")
    upload = {file: ("a.txt", b"content")}
    answer = client.request(sealing["Method"], path(sealing["URL"]), files=upload, data={field: value})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


def fields(table: str) -> dict[str, str]:
    return dict(re.findall(r"^\| ([^|]+) \| `?([^|]+?)`? \|$", table, re.MULTILINE))


def tables() -> list[str]:
    n8n = README.partition("### n8n")[2].partition("\n## ")[0]
    return re.findall(r"(?:^\|.*\n)+", n8n, re.MULTILINE)


def path(url: str) -> str:
    assert url.startswith(ADDRESS)
    return url.removeprefix(ADDRESS)


def test_make_up_prints_what_the_readme_says(another: Platform) -> None:
    (shown,) = blocks("console")
    printed = subprocess.run(
        ["make", "--assume-old=.venv/ready", "up", "ARGS=--detach crypto math"],
        cwd=REPOSITORY,
        env=another.environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    ).stdout
    starts = ("FlowForge is running", "API key", "Try it")
    expected = [line for line in shown.splitlines() if line.startswith(starts)]
    assert len(expected) == 3
    plain = _masked(printed)
    assert [line for line in map(_masked, expected) if line not in plain] == []
    call = next(line for line in shown.splitlines() if line.startswith("  curl"))
    assert _masked(call) in plain


def _masked(text: str) -> str:
    return re.sub(r"ff_[\w.-]+", "KEY", re.sub(r"127\.0\.0\.1:\d+", "ADDRESS", text))


def test_every_make_target_of_the_readme_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"[`$0] ?make ([a-z]+)", README))
    assert {"up", "test", "down"} <= named <= targets


def test_every_folder_of_the_readme_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    folders = re.findall(r"^\| \[?([\w/]+/)\]?", README, re.MULTILINE)
    assert len(folders) >= 7
    assert [name for name in (*links, *folders) if not (REPOSITORY / name).exists()] == []
