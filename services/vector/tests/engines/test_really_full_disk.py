"""A disk that is really full, where this machine lets a user mount a small file system of their own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIO = Path(__file__).with_name("full_disk_scenario.py")
MOUNT = 'mount -t tmpfs -o size=160m none "$0" && exec "$@"'


def in_namespace(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run *command* where *folder* is a file system of 160 MB. Skips where that is not permitted."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no unshare command")
    words = [unshare, "--map-root-user", "--mount", "sh", "-c", MOUNT, str(folder)]
    probe = subprocess.run([*words, "true"], check=False, capture_output=True)
    if probe.returncode != 0:
        pytest.skip("a user may not mount a file system here")
    return subprocess.run([*words, *command], check=False, capture_output=True, text=True, timeout=280)


@pytest.mark.deep
@pytest.mark.timeout(300)
def test_a_full_disk_is_answered_with_507_and_the_service_lives_on(tmp_path: Path) -> None:
    done = in_namespace(tmp_path, sys.executable, str(SCENARIO), str(tmp_path))
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout)
    assert set(seen["statuses"]) <= {200, 507}
    assert seen["codes"] == ["VECTOR_STORE_FULL"]
    assert (seen["health"], seen["again"]) == (200, 200)
    assert seen["found"] >= seen["confirmed"]
