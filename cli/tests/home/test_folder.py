from pathlib import Path

import pytest

from flowforge_cli.errors import UnsafeFolder
from flowforge_cli.home.folder import Home, home_path, open_home, private_folder

REPOSITORY = Path(__file__).parents[3]


def test_the_folder_is_private(home: Home) -> None:
    folders = [home.path, home.logs, home.data("crypto"), home.spool("crypto"), home.sockets()]
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 5


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "open"
    path.mkdir(mode=0o755)
    assert open_home({"FLOWFORGE_HOME": str(path)}).path.stat().st_mode & 0o777 == 0o700


def test_a_checkout_keeps_its_state_wherever_the_command_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home_path({}) == REPOSITORY / ".flowforge"


def test_a_deep_folder_has_its_sockets_elsewhere(tmp_path: Path) -> None:
    deep = open_home({"FLOWFORGE_HOME": str(tmp_path / ("d" * 90))})
    sockets = deep.sockets()
    assert len(str(sockets / "envoy-admin.sock")) < 100
    assert sockets == deep.sockets()
    assert sockets.stat().st_mode & 0o777 == 0o700
    sockets.rmdir()


def test_a_link_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(UnsafeFolder, match="belongs to another user"):
        private_folder(tmp_path / "link")
