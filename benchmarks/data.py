"""The data service on large tables: whole HTTP calls against the best library in-process, and commands."""

import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import fastexcel
import jsonschema_rs
import msgspec
import polars as pl
import rustpy_xlsxwriter

from benchmarks.harness import MemoryPeak, Report, Server, interleave, ratio, serve_app
from benchmarks.harness.file_exchange import exchange
from benchmarks.peers import table_commands

ROOT = "/api/v1/data"
SINK = "benchmarks.peers.bare_exchange:app"
MIB = 1 << 20
ROWS, SHEET_ROWS, DOCUMENTS = 1_500_000, 100_000, 100_000
ROUNDS = int(os.environ.get("ROUNDS", "3"))
CITIES = ["Rome", "Oslo", "Zürich", "São Paulo", "Kraków", "Lima", "Osaka", "Accra"]
SCHEMA = {
    "type": "object",
    "required": ["id", "name", "age"],
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "name": {"type": "string", "minLength": 1},
        "age": {"type": "integer", "maximum": 150},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
Fields = Mapping[str, str]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work: a call with its form and files, and the same done by a library in this process."""

    path: str
    fields: Fields
    files: Mapping[str, Path]
    library: Callable[[], object]

    def call(self, server: Server) -> float:
        return exchange(server.url + ROOT + self.path, self.fields, self.files)[0]

    def answer_bytes(self, server: Server) -> int:
        return exchange(server.url + ROOT + self.path, self.fields, self.files)[1]

    def bodies(self, sink: Server, answer_bytes: int) -> float:
        """Return the seconds that the same bodies take to a server that keeps them and does nothing."""
        return exchange(f"{sink.url}/?bytes={answer_bytes}", self.fields, self.files)[0]


def _make(folder: Path) -> None:
    """Write a CSV file of 112 MB, one with a reject in each 100,000 rows, and what else is read."""
    chance = random.Random(7)
    with (folder / "large.csv").open("w") as file, (folder / "ragged.csv").open("w") as ragged:
        head = "id,name,city,price,count,active,created,comment\n"
        file.write(head)
        ragged.write(head)
        for number in range(ROWS):
            city = CITIES[number % len(CITIES)]
            line = (
                f"{number},customer {chance.randrange(10**6)},{city},{chance.randrange(10**6) / 100},"
                f"{chance.randrange(100)},{'true' if number % 3 else 'false'},2024-0{number % 9 + 1}-11,"
                f'"comment no {number % 97}"\n'
            )
            file.write(line)
            ragged.write(line if number % 100_000 else f"{number},too,few\n")
    content = (folder / "ragged.csv").read_text()
    (folder / "utf16.csv").write_text(content[: len(content) // 2].rpartition("\n")[0], encoding="utf-16")
    (folder / "cities.csv").write_text("city,country\n" + "".join(f"{one},{one[:2]}\n" for one in CITIES))
    frame = pl.read_csv(folder / "large.csv", n_rows=SHEET_ROWS)
    frame.write_csv(folder / "sheet.csv")
    rustpy_xlsxwriter.write_worksheet(frame.to_dicts(), str(folder / "sheet.xlsx"))
    people = [
        {"id": number, "name": f"n{number}", "age": number % 160, "tags": ["a", "b"]}
        for number in range(DOCUMENTS)
    ]
    (folder / "people.json").write_bytes(msgspec.json.encode(people))


def _validate(path: Path) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    for document in msgspec.json.decode(path.read_bytes()):
        if not validator.is_valid(document):
            list(validator.iter_errors(document))


def _group(path: Path, out: Path) -> None:
    table = pl.scan_csv(path).group_by("city").agg(pl.col("price").sum(), pl.len())
    table.collect(engine="streaming").write_json(out)


def _join(path: Path, other: Path, out: Path) -> None:
    pl.scan_csv(path).join(pl.scan_csv(other), on="city").sink_csv(out)


def _write_sheet(path: Path, out: Path) -> None:
    rustpy_xlsxwriter.write_worksheet(pl.read_csv(path).to_dicts(), str(out))


def _works(folder: Path) -> dict[str, Work]:
    large, sheet, out = folder / "large.csv", folder / "sheet.csv", folder / "out"
    cities, book, people = folder / "cities.csv", folder / "sheet.xlsx", folder / "people.json"
    aggregates = json.dumps([{"function": "sum", "column": "price"}, {"function": "count"}])
    grouping = {"by": "city", "aggregates": aggregates, "column_types": json.dumps({"price": "number"})}
    joined = {"file": large, "other_file": cities}
    schema = {"schema": json.dumps(SCHEMA), "each": "true"}
    rows = lambda: fastexcel.read_excel(book).load_sheet(0).to_polars().write_csv(out)  # noqa: E731 - as the others
    return {
        "CSV to NDJSON": Work(
            "/convert", {"to": "ndjson"}, {"file": large}, lambda: pl.scan_csv(large).sink_ndjson(out)
        ),
        "CSV to Parquet": Work(
            "/convert", {"to": "parquet"}, {"file": large}, lambda: pl.scan_csv(large).sink_parquet(out)
        ),
        "group": Work("/tables/group", grouping, {"file": large}, lambda: _group(large, out)),
        "join": Work("/tables/join", {"on": "city", "to": "csv"}, joined, lambda: _join(large, cities, out)),
        "CSV to XLSX": Work("/convert", {"to": "xlsx"}, {"file": sheet}, lambda: _write_sheet(sheet, out)),
        "XLSX to CSV": Work("/convert", {"to": "csv"}, {"file": book}, rows),
        "JSON Schema": Work("/json/validate", schema, {"file": people}, lambda: _validate(people)),
    }


def _command(*words: str | Path) -> Callable[[], float]:
    return lambda: _timed(lambda: subprocess.run([*words], check=True, stdout=subprocess.DEVNULL))


def _commands(folder: Path) -> dict[str, dict[str, Callable[[], float]]]:
    """Return what other commands do the same, of those that are installed."""
    large, out, found = folder / "large.csv", folder / "out", {}
    if miller := table_commands.miller():
        found["Miller"] = {
            "CSV to NDJSON": _command(miller, "--icsv", "--ojsonl", "cat", large),
            "group": _command(
                miller, "--icsv", "--ojson", "stats1", "-a", "sum,count", "-f", "price", "-g", "city", large
            ),
        }
    if duckdb := table_commands.duckdb():
        grouped = f"SELECT city, sum(price), count(*) FROM '{large}' GROUP BY city"  # noqa: S608 - a path of our own
        found["duckdb command"] = {
            "CSV to NDJSON": _command(
                duckdb, "-c", f"COPY (FROM '{large}') TO '{out}' (FORMAT json, OVERWRITE_OR_IGNORE)"
            ),
            "CSV to Parquet": _command(duckdb, "-c", f"COPY (FROM '{large}') TO '{out}' (FORMAT parquet)"),
            "group": _command(duckdb, "-c", grouped),
        }
    return found


def _measure(report: Report, server: Server, sink: Server, folder: Path) -> None:
    commands = _commands(folder)
    rows: list[tuple[object, ...]] = []
    for name, work in _works(folder).items():
        size = work.answer_bytes(server)
        contenders: dict[str, Callable[[], float]] = {
            "FlowForge": lambda work=work: work.call(server),
            "library": lambda work=work: _timed(work.library),
            "bodies": lambda work=work, size=size: work.bodies(sink, size),
        }
        contenders |= {title: given[name] for title, given in commands.items() if name in given}
        samples = interleave(contenders, rounds=ROUNDS, warm_up=int(ROUNDS > 1))
        shown = [samples[one].median for one in ("FlowForge", "library", "bodies")]
        others = (f"{title} {samples[title].median:.2f}" for title in commands if title in samples)
        rows.append((name, *shown, ", ".join(others)))
        share = ratio(samples, "FlowForge", "library")
        report.target(f"{name}: the call over the library", share, 1.2, unit="x")
        call, library, bodies = (samples[one].values for one in ("FlowForge", "library", "bodies"))
        shares = [one / (two + three) for one, two, three in zip(call, library, bodies, strict=True)]
        report.target(f"{name}: over the library and the bodies alone", median(shares), 1.5, unit="x")
    report.table(
        "Seconds", ("work", "whole HTTP call", "library in-process", "bodies alone", "commands"), rows
    )
    missing = [title for title in ("Miller", "duckdb command") if title not in commands]
    report.note(
        "Bodies alone: the upload to a bare server that keeps it in a file, and an answer of the same size. "
        + "".join(f"{title}: not installed. " for title in missing)
    )


def _memory(report: Report, server: Server, folder: Path) -> None:
    for name, file, limit in (("UTF-8", "ragged.csv", 250), ("UTF-16", "utf16.csv", 300)):
        for target in ("ndjson", "parquet"):
            with MemoryPeak(server.pid) as peak:
                url = f"{server.url}{ROOT}/convert"
                exchange(url, {"to": target, "rejects": "zip"}, {"file": folder / file})
            size = (folder / file).stat().st_size / 1e6
            report.target(
                f"memory growth, {name} CSV of {size:.0f} MB with rejects to {target}",
                peak.growth_bytes / MIB,
                limit,
                unit=" MiB",
            )


def main() -> None:
    report = Report("data", "Tables and documents", packages=["polars", "pyarrow", "duckdb", "jsonschema-rs"])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _make(folder)
        size = (folder / "large.csv").stat().st_size / 1e6
        report.note(
            f"The CSV file has {ROWS:,} rows and {size:.0f} MB, the sheet {SHEET_ROWS:,} rows. "
            f"Medians of {ROUNDS} rounds."
        )
        with serve_app("flowforge_data.app:app") as server, serve_app(SINK) as sink:
            _memory(report, server, folder)
            _measure(report, server, sink, folder)
    report.write()


if __name__ == "__main__":
    main()
