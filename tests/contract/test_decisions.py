"""Decision records have a number of their own, and a title that is the decision."""

import re

from tools.repository import ROOT

RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_numbers_are_used_once() -> None:
    numbers = [path.name[:4] for path in RECORDS]
    assert "0001" in numbers
    assert len(numbers) == len(set(numbers))


def test_names_and_titles() -> None:
    for path in RECORDS:
        assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
        title = path.read_text(encoding="utf-8").partition("\n")[0]
        assert re.fullmatch(rf"# {path.name[:4]}: .{{10,}}[^.]", title), path.name
