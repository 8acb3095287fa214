from pathlib import Path

import pytest

from flowforge_data.core.formats.markup import read_html
from flowforge_data.core.formats.port import Notes, ReadOptions

XHTML = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><body><table><tr><th>city</th></tr><tr><td>Zürich</td></tr></table>
</body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_xhtml_with_a_declaration(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(XHTML.format(encoding=encoding), encoding=encoding)
    frames = list(read_html(path, ReadOptions(), Notes()).frames(None))
    assert [frame.to_dicts() for frame in frames] == [[{"city": "Zürich"}]]
