"""The data service on large tables: whole HTTP calls against the best library in-process, and commands."""

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import fastexcel
import httpx
import jsonschema_rs
import msgspec
import polars as pl
import rustpy_xlsxwriter

from benchmarks.harness import MemoryPeak, Report, Samples, Server, interleave, ratio, serve_app

ROOT = "/api/v1/data"
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


def _call(server: Server, path: str, fields: Fields, **files: Path) -> float:
    """Return the seconds of a call that uploads files and reads the whole answer."""
    opened = {name: (file.name, file.open("rb")) for name, file in files.items()}
    try:
        started = time.perf_counter()
        url = server.url + ROOT + path
        with httpx.stream("POST", url, data=dict(fields), files=opened, timeout=120) as answer:
            for _ in answer.iter_raw(MIB):
                pass
            if answer.status_code != httpx.codes.OK:
                raise RuntimeError(f"{path} answered {answer.status_code}")
        return time.perf_counter() - started
    finally:
        for _, file in opened.values():
            file.close()


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


def _libraries(folder: Path) -> dict[str, Callable[[], object]]:
    large, out = folder / "large.csv", folder / "out"
    return {
        "CSV to NDJSON": lambda: pl.scan_csv(large).sink_ndjson(out),
        "CSV to Parquet": lambda: pl.scan_csv(large).sink_parquet(out),
        "group": lambda: _group(large, out),
        "join": lambda: _join(large, folder / "cities.csv", out),
        "CSV to XLSX": lambda: _write_sheet(folder / "sheet.csv", out),
        "XLSX to CSV": lambda: (
            fastexcel.read_excel(folder / "sheet.xlsx").load_sheet(0).to_polars().write_csv(out)
        ),
        "JSON Schema": lambda: _validate(folder / "people.json"),
    }


def _calls(server: Server, folder: Path) -> dict[str, Callable[[], float]]:
    large, sheet = folder / "large.csv", folder / "sheet.csv"
    aggregates = json.dumps([{"function": "sum", "column": "price"}, {"function": "count"}])
    grouping = {"by": "city", "aggregates": aggregates, "column_types": json.dumps({"price": "number"})}
    schema = {"schema": json.dumps(SCHEMA), "each": "true"}
    return {
        "CSV to NDJSON": lambda: _call(server, "/convert", {"to": "ndjson"}, file=large),
        "CSV to Parquet": lambda: _call(server, "/convert", {"to": "parquet"}, file=large),
        "group": lambda: _call(server, "/tables/group", grouping, file=large),
        "join": lambda: _call(
            server,
            "/tables/join",
            {"on": "city", "to": "csv"},
            file=large,
            other_file=folder / "cities.csv",
        ),
        "CSV to XLSX": lambda: _call(server, "/convert", {"to": "xlsx"}, file=sheet),
        "XLSX to CSV": lambda: _call(server, "/convert", {"to": "csv"}, file=folder / "sheet.xlsx"),
        "JSON Schema": lambda: _call(server, "/json/validate", schema, file=folder / "people.json"),
    }


def _command(*words: str | Path) -> Callable[[], float]:
    return lambda: _timed(lambda: subprocess.run([*words], check=True, stdout=subprocess.DEVNULL))


def _commands(folder: Path) -> dict[str, dict[str, Callable[[], float]]]:
    """Return what other commands do the same, of those that are installed."""
    large, out, found = folder / "large.csv", folder / "out", {}
    if miller := shutil.which("mlr"):
        found["Miller"] = {
            "CSV to NDJSON": _command(miller, "--icsv", "--ojsonl", "cat", large),
            "group": _command(
                miller, "--icsv", "--ojson", "stats1", "-a", "sum,count", "-f", "price", "-g", "city", large
            ),
        }
    if duckdb := shutil.which("duckdb"):
        grouped = f"SELECT city, sum(price), count(*) FROM '{large}' GROUP BY city"  # noqa: S608 - a path of our own
        found["duckdb command"] = {
            "CSV to NDJSON": _command(
                duckdb, "-c", f"COPY (FROM '{large}') TO '{out}' (FORMAT json, OVERWRITE_OR_IGNORE)"
            ),
            "CSV to Parquet": _command(duckdb, "-c", f"COPY (FROM '{large}') TO '{out}' (FORMAT parquet)"),
            "group": _command(duckdb, "-c", grouped),
        }
    return found


def _measure(report: Report, server: Server, folder: Path) -> None:
    libraries, calls, commands = _libraries(folder), _calls(server, folder), _commands(folder)
    rows: list[tuple[object, ...]] = []
    for name, call in calls.items():
        contenders: dict[str, Callable[[], float]] = {
            "FlowForge": call,
            "library": lambda work=libraries[name]: _timed(work),
        }
        contenders |= {title: given[name] for title, given in commands.items() if name in given}
        samples: dict[str, Samples] = interleave(contenders, rounds=ROUNDS, warm_up=int(ROUNDS > 1))
        others = (f"{title} {samples[title].median:.2f}" for title in contenders if title in commands)
        share = ratio(samples, "FlowForge", "library")
        rows.append((name, samples["FlowForge"].median, samples["library"].median, ", ".join(others)))
        report.target(f"{name}: the call over the library", share, 1.2, unit="x")
    report.table("Seconds", ("work", "whole HTTP call", "library in-process", "commands"), rows)


def _memory(report: Report, server: Server, folder: Path) -> None:
    for name, file, limit in (("UTF-8", "ragged.csv", 250), ("UTF-16", "utf16.csv", 300)):
        for target in ("ndjson", "parquet"):
            with MemoryPeak(server.pid) as peak:
                _call(server, "/convert", {"to": target, "rejects": "zip"}, file=folder / file)
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
        with serve_app("flowforge_data.app:app") as server:
            _memory(report, server, folder)
            _measure(report, server, folder)
    report.write()


if __name__ == "__main__":
    main()
