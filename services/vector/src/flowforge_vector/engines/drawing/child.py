"""Draw one chart: `python -m flowforge_vector.engines.drawing.child FORMAT SCALE`.

Reads a Vega-Lite specification from standard input and writes the picture, or what the fonts lack.
"""

import os
import resource
import sys

import orjson

from flowforge_charts import draw_svg, rasterize
from flowforge_fonts import FontLacksCharacters

LACKING = 3
_CPU_SECONDS = 20


def main() -> int:
    """Return 0, or LACKING where no font has some of the characters."""
    wanted, scale = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        picture = draw_svg(orjson.loads(sys.stdin.buffer.read()))
        if wanted == "png":
            picture = rasterize(picture, float(scale))
        code = 0
    except FontLacksCharacters as error:
        picture, code = error.text.encode(), LACKING
    with os.fdopen(os.dup(1), "wb") as output:
        output.write(picture)
    return code


if __name__ == "__main__":
    sys.exit(main())
