"""`flowforge files` on a store that the kit's own library fills, with the settings that `up` gives."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flowforge_cli.assembly.file_store import file_store
from flowforge_cli.filestore.opening import opened_library
from flowforge_cli.filestore.totals import holdings
from flowforge_cli.home.consumers import edit_consumers
from flowforge_cli.home.folder import Home
from flowforge_filestore.index.records import FileRecord, file_key
from flowforge_filestore.index.transactions import Transaction
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from servicekit.ports.files import StoredFile

Command = Callable[..., subprocess.CompletedProcess[str]]
Keep = Callable[..., StoredFile]
T = TypeVar("T")


def read(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def flowforge(flowforge_inside: Command) -> Command:
    return flowforge_inside


@pytest.fixture
def acme(home: Home) -> str:
    """The id of a consumer called acme."""
    with edit_consumers(home) as consumers:
        return consumers.add("acme").consumer.id


@pytest.fixture
def in_store(home: Home) -> Callable[[Callable[[FileLibrary], Awaitable[T]]], T]:
    """Do something with the store as a service opens it."""
    given = file_store(home, "http://127.0.0.1:8000")

    async def run(work: Callable[[FileLibrary], Awaitable[T]]) -> T:
        library = open_library(
            FileSettings(
                url=given["FLOWFORGE_FILES_URL"],
                signing_key=given["FLOWFORGE_FILES_SIGNING_KEY"],
                time_to_live_hours={"anonymous": 1e-6},  # 4 ms
                discard_seconds=0.001,
            )
        )
        try:
            return await work(library)
        finally:
            await library.close()

    return lambda work: asyncio.run(run(work))


@pytest.fixture
def keep(in_store: Any, tmp_path: Path) -> Keep:
    def save(
        consumer: str, content: bytes, name: str = "a.txt", tier: str = "free", job: str = ""
    ) -> StoredFile:
        path = tmp_path / "source"
        path.write_bytes(content)

        async def work(library: FileLibrary) -> StoredFile:
            stored = await library.save(
                consumer,
                path,
                tier=tier,
                name=name,
                media_type="text/plain",
                sha256=hashlib.sha256(content).hexdigest(),
            )
            if job:
                await library.lease(consumer, stored.file_id, holder=job, seconds=3600)
            return stored

        result: StoredFile = in_store(work)
        return result

    return save


def content_of(home: Home) -> list[Path]:
    return [path for path in (home.path / "data" / "files" / "content").rglob("*") if path.is_file()]


def test_without_a_store_it_says_so_and_makes_none(flowforge: Command, home: Home) -> None:
    for words in (("list",), ("prune", "--expired"), ("prune", "--consumer", "acme", "--yes")):
        done = flowforge("files", *words)
        assert done.returncode == 1
        assert f"{home.path} holds no file store yet: " in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not (home.path / "data").exists()
    assert not home.secrets.exists()


def test_a_folder_without_records_is_no_store(flowforge: Command, home: Home) -> None:
    file_store(home, "http://127.0.0.1:8000")
    assert "holds no file store yet" in flowforge("files", "list").stderr
    assert "Files:" not in flowforge("status").stdout
    assert not list(home.data("files").iterdir())


def test_list_names_consumers_and_stands_newest_first(flowforge: Command, acme: str, keep: Keep) -> None:
    first = keep(acme, b"one", "[red]first.txt")
    second = keep("anonymous", b"two two", "second.txt")
    third = keep(acme, b"three", "third.txt", job="job-1")
    told = read(flowforge("files", "list", "--json"))
    assert [it["file_id"] for it in told["files"]] == [third.file_id, second.file_id, first.file_id]
    assert [(it["consumer"], it["consumer_id"]) for it in told["files"]] == [
        ("acme", acme),
        (None, "anonymous"),
        ("acme", acme),
    ]
    assert [it["in_use"] for it in told["files"]] == [True, False, False]
    assert (told["total"], told["more"]) == ({"files": 3, "bytes": 15}, False)
    shown = flowforge("files", "list").stdout
    assert "[red]first.txt" in shown
    assert shown.splitlines()[-1].startswith("3 files, 15 bytes, in ")


def test_list_is_confined_to_a_consumer_and_a_number(flowforge: Command, acme: str, keep: Keep) -> None:
    kept = [keep(acme, f"number {number}".encode()) for number in range(5)]
    keep("anonymous", b"other")
    for whose in ("acme", acme):
        told = read(flowforge("files", "list", "--consumer", whose, "--limit", "2", "--json"))
        assert [it["file_id"] for it in told["files"]] == [kept[4].file_id, kept[3].file_id]
        assert (told["more"], told["total"]["files"]) == (True, 5)
    assert "--limit shows more" in flowforge("files", "list", "-n", "2").stdout
    unknown = flowforge("files", "list", "--consumer", "nobody")
    assert unknown.returncode == 1
    assert "there is no consumer 'nobody'" in unknown.stderr


def test_many_files_are_listed_over_pages(flowforge: Command, acme: str, in_store: Any, keep: Keep) -> None:
    keep(acme, b"the same")

    async def many(library: FileLibrary) -> None:
        path = Path(library.settings.url.removeprefix("file://")).parent / "source"
        path.write_bytes(b"the same")
        digest = hashlib.sha256(b"the same").hexdigest()
        for _ in range(450):
            await library.save(acme, path, tier="free", name="x", media_type="text/plain", sha256=digest)

    in_store(many)
    told = read(flowforge("files", "list", "-n", "1000", "--json"))
    ids = [it["file_id"] for it in told["files"]]
    assert len(set(ids)) == told["total"]["files"] == 451
    assert ids == sorted(ids, reverse=True)


def test_prune_wants_a_choice_and_a_yes(flowforge: Command, acme: str, keep: Keep) -> None:
    keep(acme, b"stays")
    for words in ((), ("--expired", "--consumer", "acme"), ("--yes",)):
        assert "say what goes" in flowforge("files", "prune", *words).stderr
    assert "is not a duration" in flowforge("files", "prune", "--older-than", "soon").stderr
    asked = flowforge("files", "prune", "--consumer", "acme")
    assert asked.returncode == 1
    assert "1 file (5 bytes) would be removed for good: add --yes" in asked.stderr
    assert read(flowforge("files", "list", "--json"))["total"]["files"] == 1


def test_prune_keeps_shared_content_and_what_a_job_holds(
    flowforge: Command, home: Home, acme: str, keep: Keep, in_store: Any
) -> None:
    held = keep(acme, b"the same bytes", job="job-1")
    keep(acme, b"the same bytes")
    keep(acme, b"lonely")
    keep("anonymous", b"the same bytes", tier="free")
    told = read(flowforge("files", "prune", "--consumer", "acme", "--yes", "--json"))
    assert told == {"removed": 2, "bytes": 20, "in_use": 1}
    left = read(flowforge("files", "list", "--json"))
    assert left["total"] == {"files": 2, "bytes": 28}

    async def whole(library: FileLibrary) -> bytes:
        record = await library.record(acme, held.file_id)
        assert (await library.usage(acme)).bytes == 14
        return b"".join([piece async for piece in library.read(record, 0, record.size)])

    assert in_store(whole) == b"the same bytes"
    assert len(content_of(home)) == 3  # the lonely one waits out its grace


def test_prune_by_age_takes_only_the_old(flowforge: Command, acme: str, keep: Keep, in_store: Any) -> None:
    old = keep(acme, b"old")
    young = keep(acme, b"young")

    async def age(library: FileLibrary) -> None:
        def work(transaction: Transaction) -> None:
            record = FileRecord.read(transaction, file_key(old.file_id))
            record.created_ms -= 8 * 24 * 3_600_000
            transaction.put(file_key(old.file_id), record.pack())

        library.index.transact(work)

    in_store(age)
    assert read(flowforge("files", "prune", "--older-than", "9d", "--yes", "--json"))["removed"] == 0
    done = flowforge("files", "prune", "--older-than", "7d", "--consumer", "acme", "--yes")
    assert done.stdout.startswith("Removed 1 file (3 bytes).\nTheir content goes 600 s later")
    left = read(flowforge("files", "list", "--json"))["files"]
    assert [it["file_id"] for it in left] == [young.file_id]


def test_prune_expired_removes_what_is_due(
    flowforge: Command, home: Home, acme: str, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWFORGE_FILES_DISCARD_SECONDS", "0.001")
    stays = keep(acme, b"stays")
    keep("anonymous", b"goes", tier="anonymous")
    held = keep("anonymous", b"held by a job", tier="free", job="job-1")
    time.sleep(0.05)
    assert "1 expired file among them" in flowforge("files", "list").stdout
    told = read(flowforge("files", "prune", "--expired", "--json"))
    assert told["removed"] == 1
    objects = told["objects"] + read(flowforge("files", "prune", "--expired", "--json"))["objects"]
    assert objects == 1
    assert len(content_of(home)) == 2
    left = read(flowforge("files", "list", "--json"))
    assert {it["file_id"] for it in left["files"]} == {stays.file_id, held.file_id}
    assert left["total"]["files"] == 2


def test_status_says_what_is_kept(flowforge: Command, home: Home, acme: str, keep: Keep) -> None:
    keep(acme, b"x" * 1500)
    place = str(home.path / "data" / "files" / "content")
    assert f"Files: 1 file, 1.5 kB, in {place}" in flowforge("status").stdout
    told = json.loads(flowforge("status", "--json").stdout)
    assert told["files"] == {"where": place, "files": 1, "bytes": 1500, "problem": None}


def test_a_broken_store_is_said_and_stops_no_status(
    flowforge: Command, home: Home, acme: str, keep: Keep
) -> None:
    keep(acme, b"x")
    (home.data("files") / "content.index.sqlite").write_bytes(b"no database at all" * 100)
    refused = flowforge("files", "list")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("flowforge: the file store does not work: The file index")
    assert "Files: the file store does not work" in flowforge("status").stdout


def test_wrong_settings_are_named(
    flowforge: Command, acme: str, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(acme, b"x")
    monkeypatch.setenv("FLOWFORGE_FILES_DISCARD_SECONDS", "soon")
    assert "FLOWFORGE_FILES_DISCARD_SECONDS: " in flowforge("files", "list").stderr


def test_what_the_user_has_set_wins_and_nothing_is_left_behind(
    flowforge: Command, home: Home, acme: str, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(acme, b"in the default store")
    monkeypatch.setenv("FLOWFORGE_FILES_URL", (home.path / "elsewhere").as_uri())
    assert "holds no file store yet" in flowforge("files", "list").stderr
    monkeypatch.delenv("FLOWFORGE_FILES_URL")

    async def usage() -> int:
        async with opened_library(home) as library:
            return (await library.usage(acme)).files

    assert asyncio.run(usage()) == 1
    assert not [name for name in os.environ if name.startswith("FLOWFORGE_FILES_")]


def test_a_kit_that_is_not_installed_is_named(
    home: Home, acme: str, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(acme, b"x")
    monkeypatch.setitem(sys.modules, "flowforge_filestore.opening", None)
    found = holdings(home)
    assert found is not None
    assert found.problem is not None
    assert "'flowforge-filestore', which every service needs, brings it" in found.problem


def test_the_command_starts_without_the_kit() -> None:
    asked = "import sys, flowforge_cli.main; print('servicekit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
