"""Extract the files of an archive that a caller asks for."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from flowforge_data.core.archives.entries import ArchiveFormat, NoSuchEntry
from flowforge_data.core.archives.names import distinct_path, safe_path, wanted
from flowforge_data.core.archives.reading import Budget, unpack, walk
from servicekit import FileOutput

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """What to extract: files that match one of the patterns, all without any."""

    patterns: tuple[str, ...]
    password: str | None
    max_bytes: int


@dataclass(slots=True)
class Extracted:
    format: ArchiveFormat
    files: list[FileOutput[None]] = field(default_factory=list)
    bytes: int = 0
    warnings: list[str] = field(default_factory=list)


def extract(path: Path, name: str | None, choice: Choice, workspace: Path) -> Extracted:
    """Unpack the files that are chosen. Raises ARCHIVE_FAULTS and NoSuchEntry."""
    patterns = choice.patterns
    budget = Budget(choice.max_bytes)
    form, entries = walk(path, name, choice.password, budget)
    found = Extracted(form)
    folder = workspace / "extracted"
    folder.mkdir()
    taken: set[str] = set()
    seen: list[str] = []
    links = 0
    for entry, opener in entries:
        links += entry.kind in ("link", "other")
        if opener is None or (patterns and not wanted(entry.name, patterns)):
            seen.append(entry.name)
            continue
        made = distinct_path(safe_path(entry.name), taken)
        if made != entry.name.removeprefix("./"):
            found.warnings.append(f"the path {entry.name[:100]!r} became {made[:100]!r}")
        target = folder / str(len(found.files))
        found.bytes += unpack(opener, target, budget, form)
        kind = mimetypes.guess_type(made)[0] or "application/octet-stream"
        found.files.append(FileOutput(target, kind, made))
    if links:
        found.warnings.append(f"{links} links and devices were left out")
    if patterns and not found.files:
        known = ", ".join(seen[:SHOWN]) or "no files"
        raise NoSuchEntry(pattern=", ".join(patterns)[:200], known=known)
    return found
