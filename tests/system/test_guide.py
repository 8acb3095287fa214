"""The commands of the guide, executed as they stand there."""

import os
import re
import subprocess
from pathlib import Path

import httpx
import pytest
from system_stand.platform import Platform

pytestmark = pytest.mark.system
SOURCES = Path(__file__).parents[2] / "guide" / "docs"
COMMANDS = {
    path.relative_to(SOURCES).as_posix(): "\n".join(blocks)
    for path in sorted(SOURCES.rglob("*.md"))
    if (
        blocks := re.findall(
            r"^```sh\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
    )
}


@pytest.mark.parametrize("page", COMMANDS)
def test_commands_of_the_guide(page: str, platform: Platform, key: str, tmp_path: Path) -> None:
    given = {"FLOWFORGE_URL": platform.address, "FLOWFORGE_KEY": key, "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", COMMANDS[page]],
        env={**os.environ, **given},
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)


def test_the_guide_is_served(platform: Platform) -> None:
    with httpx.Client(base_url=platform.address, timeout=60, trust_env=False) as anybody:
        for address in ("/guide", "/guide/", "/guide/start/n8n.html"):
            answer = anybody.get(address)
            assert answer.status_code == 200
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert '<a href="/guide/limits.html"' in answer.text
        assert anybody.get("/guide/nothing.html").status_code == 404
