"""What the service draws looks the same on every machine: it uses the bundled fonts and no others."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

from drawn_alone import TEXT

from flowforge_fonts import SUBSTITUTES

STAND = Path(__file__).with_name("stand")
STANDARD = {"Helvetica", "ZapfDingbats"}  # what the samples themselves name; no file is needed for them


def test_every_drawing_uses_bundled_fonts_where_the_machine_has_none(tmp_path: Path) -> None:
    path = os.pathsep.join([str(STAND), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, str(STAND / "drawn_alone.py"), str(tmp_path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    drawn = json.loads(done.stdout.splitlines()[-1])
    for name, (text, fonts) in drawn.items():
        bundled = set(fonts) - STANDARD
        assert bundled, name
        assert all(
            font.startswith(
                ("Noto", "CairoFont", "unnamed", *(name.replace(" ", "") for name in SUBSTITUTES))
            )
            for font in bundled
        ), (
            name,
            fonts,
        )
        expected = "Article" if name.startswith("docx") else "号" if name == "bates" else TEXT.split()[1]
        assert expected in unicodedata.normalize("NFKC", text).replace(" ", ""), (name, text)
        assert "\ufffd" not in text, name
