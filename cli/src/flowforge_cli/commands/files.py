"""See, prune and copy what the file store keeps: `flowforge files list|prune|copy`."""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from flowforge_cli.commands.durations import parse_duration
from flowforge_cli.errors import AlreadyRunning, NotConfirmed, UnclearChoice
from flowforge_cli.filestore.presence import require_store
from flowforge_cli.home.folder import Home, open_home
from flowforge_cli.invocation import flowforge
from flowforge_cli.screens.messages import pluralized
from flowforge_cli.screens.screen import say
from flowforge_cli.supervision.lock import is_held

if TYPE_CHECKING:
    from flowforge_cli.filestore.contents import Owner
    from flowforge_cli.filestore.pruning import Candidate, Pruned
    from flowforge_filestore.index.records import FileRecord

files = typer.Typer(help="See, prune and copy the stored files.", no_args_is_help=True)

_WIDEST = 10_000
Whose = Annotated[str | None, typer.Option("--consumer", "-c", help="Only this consumer's: name or id.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@files.command("list")
def list_(
    *,
    consumer: Whose = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List stored files, newest first."""
    home = open_home()
    require_store(home)
    asyncio.run(_list(home, consumer, limit, as_json=as_json))


@files.command()
def prune(
    *,
    expired: Annotated[
        bool, typer.Option("--expired", help="What has expired, and content that no file needs; unasked.")
    ] = False,
    consumer: Whose = None,
    older_than: Annotated[str | None, typer.Option(help="Only those made before: 12h, 7d, 2w ago.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove files: all that has expired, or those of a consumer, or old ones. What a job holds stays."""
    if expired == (consumer is not None or older_than is not None):
        raise UnclearChoice("say what goes: --expired alone, or --consumer, --older-than or both of these")
    before = None if older_than is None else datetime.now(UTC) - parse_duration(older_than)
    home = open_home()
    require_store(home)
    if expired:
        asyncio.run(_sweep(home, as_json=as_json))
    else:
        asyncio.run(_prune(home, consumer, before, asked=yes, as_json=as_json))


@files.command()
def copy(
    url: Annotated[str, typer.Argument(help="Where content goes: file:///folder or s3://bucket/prefix.")],
    *,
    index: Annotated[
        str | None, typer.Option(help="Where records go: redis://..., or sqlite:///file. Beside a folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy the whole store to another place, while the platform is stopped.

    Broken off, it goes on where it was. Content is encrypted anew under FLOWFORGE_FILES_ENCRYPTION_KEY.
    """
    home = open_home()
    require_store(home)
    if is_held(home.lock):
        raise AlreadyRunning(f"files come and go while FlowForge runs: '{flowforge()} down' first, then copy")
    asyncio.run(_copy(home, url, index, as_json=as_json))


async def _list(home: Home, consumer: str | None, limit: int, *, as_json: bool) -> None:
    from flowforge_cli.filestore import contents, opening  # noqa: PLC0415 - loads the whole kit

    async with opening.opened_library(home) as library:
        owners = contents.owners_of(home, library.index, consumer)
        found = await contents.newest_of(library, owners, limit + 1)
        place = opening.place_of(library.settings)
    total = {"files": sum(it.usage.files for it in owners), "bytes": sum(it.usage.bytes for it in owners)}
    shown, more = found[:limit], len(found) > limit
    if as_json:
        rows = [_described(owner, record) for owner, record in shown]
        say(json.dumps({"where": place, "total": total, "more": more, "files": rows}, indent=1))
        return
    if shown:
        _print_whole(_table(shown))
    say(f"{pluralized(total['files'], 'file')}, {decimal(total['bytes'])}, in {place}")
    if more:
        say(f"The newest {limit} are shown: --limit shows more.")
    elif total["files"] > len(shown):
        due = pluralized(total["files"] - len(shown), "expired file")
        say(f"{due} among them not removed yet: '{flowforge()} files prune --expired' does it now.")


async def _prune(
    home: Home, consumer: str | None, before: datetime | None, *, asked: bool, as_json: bool
) -> None:
    from flowforge_cli.filestore import contents, opening, pruning  # noqa: PLC0415 - loads the whole kit

    async with opening.opened_library(home) as library:
        owners = contents.owners_of(home, library.index, consumer)
        chosen, held = await pruning.candidates(library, owners, before)
        if chosen and not asked:
            _confirm(chosen, as_json=as_json)
        pruned = pruning.Pruned(in_use=held)
        await pruning.delete(library, chosen, pruned)
        grace = library.settings.discard_seconds
    _tell(pruned, as_json=as_json)
    if pruned.removed and not as_json:
        say(
            f"Their content goes {grace:g} s later, as downloads may run: with a sweep of the files service,"
            f" or with '{flowforge()} files prune --expired'."
        )


async def _sweep(home: Home, *, as_json: bool) -> None:
    from flowforge_cli.filestore import opening, pruning  # noqa: PLC0415 - loads the whole kit

    async with opening.opened_library(home) as library:
        pruned = await pruning.sweep(library)
    if as_json:
        say(json.dumps({"removed": pruned.removed, "objects": pruned.objects}, indent=1))
    else:
        what = pluralized(pruned.removed, "expired file or upload", "expired files and uploads")
        say(f"Removed {what}, and {pluralized(pruned.objects, 'object')} of content that no file needs.")


async def _copy(home: Home, url: str, index: str | None, *, as_json: bool) -> None:
    from flowforge_cli.filestore import opening  # noqa: PLC0415 - loads the whole kit
    from flowforge_filestore.copying import StoreCopy  # noqa: PLC0415 - likewise

    async with opening.opened_library(home) as ours, opening.opened_copy(home, url, index) as theirs:
        copied = await StoreCopy(ours, theirs).run()
    if as_json:
        say(json.dumps(asdict(copied), indent=1))
        return
    say(
        f"Copied {pluralized(copied.objects, 'object')} of content ({decimal(copied.bytes)}) and all records."
    )
    say(f"Set FLOWFORGE_FILES_URL={url}" + (f" and FLOWFORGE_FILES_INDEX_URL={index}" if index else "") + ",")
    say(f"then '{flowforge()} up'. What was copied from is left as it is: remove it when all is well.")


def _confirm(chosen: "list[Candidate]", *, as_json: bool) -> None:
    what = f"{pluralized(len(chosen), 'file')} ({decimal(sum(it.size for it in chosen))})"
    if as_json or not sys.stdin.isatty():
        raise NotConfirmed(f"{what} would be removed for good: add --yes if that is meant")
    if not typer.confirm(f"Remove {what} for good?"):
        raise NotConfirmed("nothing was removed")


def _tell(pruned: "Pruned", *, as_json: bool) -> None:
    if as_json:
        told = asdict(pruned)
        del told["objects"]  # none of it goes before the grace has passed
        say(json.dumps(told, indent=1))
        return
    held = f"; {pluralized(pruned.in_use, 'file')} that jobs use stayed" if pruned.in_use else ""
    say(f"Removed {pluralized(pruned.removed, 'file')} ({decimal(pruned.bytes)}){held}.")


def _described(owner: "Owner", record: "FileRecord") -> dict[str, Any]:
    from flowforge_cli.filestore.pruning import in_use  # noqa: PLC0415 - loads the whole kit

    return {
        "file_id": record.file_id,
        "name": record.name,
        "consumer": owner.name,
        "consumer_id": owner.id,
        "media_type": record.media_type,
        "size": record.size,
        "sha256": record.sha256,
        "created": _instant(record.created_ms).isoformat(),
        "expires": _instant(record.kept_until_ms).isoformat(),
        "in_use": in_use(record),
    }


def _table(shown: "list[tuple[Owner, FileRecord]]") -> Table:
    table = Table(box=None, header_style="dim")
    for heading in ("created (UTC)", "consumer", "size", "type", "until", "name", "id"):
        table.add_column(heading, justify="right" if heading == "size" else "left")
    for owner, record in shown:
        cells = (
            f"{_instant(record.created_ms):%Y-%m-%d %H:%M}",
            owner.shown,
            decimal(record.size),
            record.media_type,
            f"{_instant(record.kept_until_ms):%Y-%m-%d %H:%M}",
            record.name,
            record.file_id,
        )
        table.add_row(*(Text(cell) for cell in cells))  # as text: a name may look like markup
    return table


def _print_whole(table: Table) -> None:
    """Print *table* as wide as it is, whatever the terminal: an id that is cut cannot be copied."""
    console = Console()
    whole = console.measure(table, options=console.options.update(max_width=_WIDEST)).maximum
    Console(width=max(whole, console.width), soft_wrap=True).print(table)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
