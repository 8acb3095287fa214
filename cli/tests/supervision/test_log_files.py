import os
from pathlib import Path

from flowforge_cli.supervision.log_files import last_lines, open_log, rotate


def test_the_last_lines_of_one_run(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_text("earlier run\n")
    start = log.stat().st_size
    log.write_text("earlier run\n" + "".join(f"line {number}\n" for number in range(20)))
    assert last_lines(log, 3, since=start) == ["line 17", "line 18", "line 19"]
    assert "earlier run" not in last_lines(log, 100, since=start)


def test_a_huge_log_is_read_from_its_end(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_bytes(b"x" * 5_000_000 + b"\nlast\n")
    assert last_lines(log, 1) == ["last"]


def test_no_log_has_no_lines(tmp_path: Path) -> None:
    assert last_lines(tmp_path / "none.log") == []


def test_a_log_is_rotated_under_its_writer(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "part.log"
    descriptor = open_log(log)
    try:
        os.write(descriptor, b"old" * 100)
        assert not rotate(log, largest_bytes=300)
        os.write(descriptor, b"!")
        assert rotate(log, largest_bytes=300)
        os.write(descriptor, b"new")
    finally:
        os.close(descriptor)
    assert log.read_bytes() == b"new"
    assert log.with_name("part.log.1").read_bytes() == b"old" * 100 + b"!"
    assert log.stat().st_mode & 0o777 == 0o600
