"""The network for objects inside @mediapipe/objectron (Apache-2.0), a package of npm: one file holds several.

Its loader, a script that is never run, has a table of where each begins and ends.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path

from flowforge_image.engines.tflite import Network, opened_from
from flowforge_image.engines.weights import EngineNotInstalled

_PACKAGE = "@mediapipe/objectron 0.4.1675468480 (a package of npm)"
_FILES = "objectron_solution_packed_assets"
_TABLE = re.compile(r'"files":\s*(\[[^\]]*\])')
_NAME = "object_detection_ssd_mobilenetv2_oidv4_fp16.tflite"


@cache
def network_from(node_modules: Path | None) -> Network:
    """Open the network. Raises EngineNotInstalled without the package, or LiteRT."""
    modules = node_modules or Path(sys.prefix) / "share" / "flowforge" / "node_modules"
    folder = modules / "@mediapipe" / "objectron"
    try:
        table = _TABLE.search((folder / f"{_FILES}_loader.js").read_text())
        packed = (folder / f"{_FILES}.data").read_bytes()
    except FileNotFoundError as error:
        raise EngineNotInstalled(package=_PACKAGE) from error
    for file in json.loads(table[1]) if table else ():
        if file["filename"].endswith(_NAME):
            return opened_from(packed[file["start"] : file["end"]])
    raise EngineNotInstalled(package=_PACKAGE)
