"""Read pictures whose text is known with every installed engine; report errors, words found, CPU and memory.

    make bench-ocr ARGS="folder [engine ...]"

The folder holds pictures and truth.json: {"name.png": {"text": "...", "tags": ["rotated", ...]}}. Programs
are configured as those of the service, by FLOWFORGE_OCR_TESSERACT and so on. Each engine runs in a process.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.ocr_scoring import error_in_order, error_without_order, words_f1
from benchmarks.harness.reporting import RESULTS
from flowforge_ocr.core.pages.sources import Source
from flowforge_ocr.core.recognition.how import How
from flowforge_ocr.core.recognition.reading import read_source
from flowforge_ocr.engines.catalog import ENTRIES
from flowforge_ocr.settings import OcrSettings

DEFAULT = Path(__file__).parents[2] / "shared/ocr-bench"


@dataclass(frozen=True)
class Score:
    name: str
    tags: tuple[str, ...]
    error: float
    loose: float
    words: float
    seconds: float


class _Patient:
    """A context that is never in a hurry."""

    deadline = time.monotonic() + 36_000

    def check(self) -> None: ...

    def progress(self, *_: object) -> None: ...


def spent() -> float:
    """Return the CPU seconds of this process and of the programs that it ran."""
    return sum(os.times()[:4])


def score(folder: Path, name: str, truth: dict[str, Any], how: How) -> Score:
    began = spent()
    context: Any = _Patient()
    with read_source(Source(folder / name), how, OcrSettings().limits, context) as (_, pages):
        text = "\n".join(page.text for page in pages)
    seconds = spent() - began
    wanted = truth["text"]
    return Score(
        name,
        tuple(truth.get("tags", ())),
        100 * error_in_order(text, wanted),
        100 * error_without_order(text, wanted),
        100 * words_f1(text, wanted),
        seconds,
    )


def measure(folder: Path, engine: Any) -> dict[str, Any]:
    """Read all pictures of a folder with one engine, in this process."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    how = How(engine=engine, programs=OcrSettings().programs)
    scores = [asdict(score(folder, name, one, how)) for name, one in sorted(truth.items())]
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"engine": engine, "megabytes": peak / 1024, "scores": scores}


def measured_alone(folder: Path, engine: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.ocr", "--one", str(folder), engine]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(finished.stdout.splitlines()[-1])
    return result


def row(label: str, result: dict[str, Any], scores: list[dict[str, Any]]) -> str:
    def mean(key: str) -> float:
        return float(statistics.mean(one[key] for one in scores))

    seconds = sum(one["seconds"] for one in scores)
    return (
        f"| {result['engine']} | {label} | {len(scores)} | {mean('error'):.2f} | {mean('loose'):.2f} "
        f"| {mean('words'):.1f} | {seconds:.1f} | {result['megabytes']:.0f} |"
    )


def report(results: list[dict[str, Any]]) -> str:
    lines = [
        "| engine | pictures | number | character errors % | order ignored % | words F1 % | CPU s | MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        scores = result["scores"]
        turned = [one for one in scores if "rotated" in one["tags"]]
        upright = [one for one in scores if "rotated" not in one["tags"]]
        columns = [one for one in scores if "columns" in one["tags"]]
        for label, group in (("upright", upright), ("turned", turned), ("columns", columns), ("all", scores)):
            if group:
                lines.append(row(label, result, group))
    lines += ["", "| picture | engine | character errors % | words F1 % |", "| --- | --- | --- | --- |"]
    for result in results:
        lines += [
            f"| {one['name']} | {result['engine']} | {one['error']:.2f} | {one['words']:.1f} |"
            for one in result["scores"]
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]), arguments[2])))
        return
    folder = Path(arguments[0]) if arguments else DEFAULT
    if not (folder / "truth.json").is_file():
        print(f"{folder} has no truth.json: name a folder of pictures and their texts.")
        return
    programs = OcrSettings().programs
    installed = [name for name, entry in ENTRIES.items() if entry.is_installed(programs)]
    results = [measured_alone(folder, name) for name in arguments[1:] or installed]
    text = report(results)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "ocr.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
