"""Run every benchmark, or those that are named: `python -m benchmarks [NAME ...]`."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.harness.reporting import RESULTS

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the modules and packages of this folder that define main()."""
    modules = [path for path in HERE.glob("*.py") if not path.name.startswith("_")]
    packages = [path.parent for path in HERE.glob("*/__main__.py")]
    plain = [path.stem for path in modules if "\ndef main(" in path.read_text(encoding="utf-8")]
    return sorted([*plain, *(path.name for path in packages)])


def main(chosen: list[str]) -> int:
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(
            f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}.", file=sys.stderr
        )
        return 2
    failed = []
    for name in chosen or names():
        started = time.monotonic()
        print(f"=== {name}", flush=True)
        finished = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False)
        print(f"=== {name}: {time.monotonic() - started:.0f} s\n", flush=True)
        if finished.returncode:
            failed.append(name)
    print(f"Tables: {RESULTS.relative_to(HERE.parent)}/")
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
