"""Read pictures whose text is known, and report errors, words found, and CPU seconds.

    make bench-ocr ARGS=folder

The folder holds pictures and truth.json: {"name.png": {"text": "...", "tags": ["rotated", ...]}}.
Scoring: compatible forms, quotes and dashes are made one; the character error rate ignores white space; words
are compared as bags, in Chinese and Japanese each character is a word.
"""

import json
import re
import resource
import statistics
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from benchmarks.harness.reporting import RESULTS
from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.core.pages.sources import Source
from flowforge_ocr.core.recognition.how import How
from flowforge_ocr.core.recognition.reading import read_source

DEFAULT = Path(__file__).parents[2] / "shared/ocr-bench"
STYLE = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{IDEOGRAPHIC FULL STOP}": "."})  # fmt: skip
WORD = re.compile("[\u3040-\u9fff]|[^\\s\u3040-\u9fff]+")


@dataclass(frozen=True)
class Score:
    name: str
    tags: tuple[str, ...]
    error: float
    words: float
    seconds: float


class _Patient:
    """A context that is never in a hurry."""

    deadline = time.monotonic() + 36_000

    def check(self) -> None: ...

    def progress(self, *_: object) -> None: ...


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(STYLE)


def score(folder: Path, name: str, truth: dict[str, Any]) -> Score:
    began = time.process_time()
    context: Any = _Patient()
    with read_source(Source(folder / name), How(), OcrLimits(), context) as (_, pages):
        text = plain("\n".join(page.text for page in pages))
    seconds = time.process_time() - began
    wanted = plain(truth["text"])
    tight, tight_wanted = "".join(text.split()), "".join(wanted.split())
    error = Levenshtein.distance(tight, tight_wanted) / max(1, len(tight_wanted))
    found, expected = Counter(WORD.findall(text)), Counter(WORD.findall(wanted))
    words = 2 * (found & expected).total() / max(1, found.total() + expected.total())
    return Score(name, tuple(truth.get("tags", ())), 100 * error, 100 * words, seconds)


def report(scores: list[Score]) -> str:
    rotated = [one for one in scores if "rotated" in one.tags]
    upright = [one for one in scores if "rotated" not in one.tags]
    columns = [one for one in scores if "columns" in one.tags]
    lines = ["| picture | character errors % | words F1 % | CPU s |", "| --- | --- | --- | --- |"]
    lines += [f"| {one.name} | {one.error:.2f} | {one.words:.2f} | {one.seconds:.2f} |" for one in scores]
    lines.append("")
    for label, group in (("upright", upright), ("rotated", rotated), ("columns", columns), ("all", scores)):
        if group:
            error = statistics.mean(one.error for one in group)
            words = statistics.mean(one.words for one in group)
            lines.append(
                f"- {label}: {len(group)} pictures, character errors {error:.2f} %, words F1 {words:.2f} %"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = sum(one.seconds for one in scores)
    lines.append(f"- {total:.1f} CPU seconds for all, one thread; {peak:.0f} MB of memory at the most")
    return "\n".join(lines) + "\n"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not (folder / "truth.json").is_file():
        print(f"{folder} has no truth.json: name a folder of pictures and their texts.")
        return
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    scores = [score(folder, name, one) for name, one in sorted(truth.items())]
    text = report(scores)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "ocr.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
