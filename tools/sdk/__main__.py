"""Write what is generated in the clients: `make sdk`."""

import sys
from collections.abc import Sequence

from tools.sdk.make import build_make
from tools.sdk.n8n import build_n8n
from tools.sdk.python import build_python
from tools.sdk.typescript import build_typescript
from tools.sdk.zapier import build_zapier


def main(arguments: Sequence[str]) -> int:
    names = arguments or ["python", "typescript", "n8n", "zapier", "make"]
    if "python" in names:
        build_python()
    if "typescript" in names:
        build_typescript()
    if "n8n" in names:
        build_n8n()
    if "zapier" in names:
        build_zapier()
    if "make" in names:
        build_make()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
