import pytest

from flowforge_ocr.core.exports.markdown import joined


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["the harbor", "office"], "the harbor office"),
        (["the har-", "bor office"], "the harbor office"),
        (["reference HX-", "2291"], "reference HX- 2291"),
        (["本合同由甲方与", "乙方于"], "本合同由甲方与乙方于"),
        ([], ""),
    ],
)
def test_lines_are_joined_to_running_text(rows: list[str], text: str) -> None:
    assert joined(rows) == text
