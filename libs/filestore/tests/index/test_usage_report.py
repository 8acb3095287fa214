"""Accounts added up, on every kind of index."""

from file_stand import store

from flowforge_filestore.index.records import Usage
from flowforge_filestore.index.usage_report import accounts_of, usage_report
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.uploads.receiving import FileOwner

SIZES = {"ann": 30, "bob": 20, "carl:x": 10, "grün": 5}


async def keep_for_each(library: FileLibrary) -> None:
    for name, size in SIZES.items():
        await store(library, bytes(size), FileOwner(name, "free"))


async def test_accounts_are_found_under_their_ids(library: FileLibrary) -> None:
    await keep_for_each(library)
    assert {name: usage.bytes for name, usage in accounts_of(library.index)} == SIZES


async def test_those_who_keep_the_most_are_named(library: FileLibrary) -> None:
    await keep_for_each(library)
    census = usage_report(library.index, 2)
    assert census.largest == {"ann": Usage(30, 1), "bob": Usage(20, 1)}
    assert (census.others, census.consumers) == (Usage(15, 2), 4)
    nobody = usage_report(library.index, 0)
    assert (nobody.largest, nobody.others) == ({}, Usage(65, 4))


async def test_who_keeps_nothing_any_more_is_not_counted(library: FileLibrary) -> None:
    record = await store(library, b"x")
    assert usage_report(library.index, 10).consumers == 1
    await library.delete("ann", record.file_id)
    assert usage_report(library.index, 10).consumers == 0
