import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowforge_cli.supervision.lock import LockHeld, is_held, take

_HOLDER = "import sys; from pathlib import Path; from flowforge_cli.supervision.lock import take; \
take(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    descriptor = take(path)
    assert is_held(path)
    with pytest.raises(LockHeld):
        take(path)
    os.close(descriptor)
    assert not is_held(path)


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_held(path)
        holder.kill()
    assert not is_held(path)
