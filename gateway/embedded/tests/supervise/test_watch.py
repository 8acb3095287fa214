import asyncio
from pathlib import Path

from flowforge_gateway.files import write_private_file
from flowforge_gateway.supervise.watch import replacements, signature


async def _next(path: Path, seen: tuple[int, int, int] | None) -> bool:
    async with asyncio.timeout(3):
        async for _ in replacements(path, seen):
            return True
    return False


async def test_a_replaced_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_private_file(path, b"one")
    seen = signature(path)
    write_private_file(path, b"two")
    assert await _next(path, seen)


async def test_a_change_between_reading_and_watching_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seen = signature(path)
    assert seen is None
    write_private_file(path, b"one")
    assert await _next(path, seen)
