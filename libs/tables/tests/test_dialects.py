import pytest

from flowforge_tables.dialects import detect_dialect


@pytest.mark.parametrize(
    ("sample", "delimiter", "quote", "skip", "header"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", ",", '"', 0, True),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";", '"', 0, True),
        ("name;note\nAda;first, second\nGrace;third, fourth\n", ";", '"', 0, True),
        ("a\tb\n1\tx, y\n2\tz\n", "\t", '"', 0, True),
        ("a|b|c\n1|2|3\n", "|", '"', 0, True),
        ('"a","b"\n"1,5","x"\n"2,5","y"\n', ",", '"', 0, True),
        ("'a','b'\n'x, y',1\n'z',2\n", ",", "'", 0, True),
        ("sep=;\na;b\n1;2\n", ";", '"', 1, True),
        ('"sep=|"\na|b\n1|2\n', "|", '"', 1, True),
        ("Report of the year\n\nid,name,amount\n1,Ada,5\n2,Grace,6\n", ",", '"', 2, True),
        ("1,2,3\n4,5,6\n", ",", '"', 0, False),
        ("2024-01-02,5\n2024-01-03,6\n", ",", '"', 0, False),
        ('id,text\n1,"two\nlines, and a comma"\n2,"one ""quoted"" word"\n', ",", '"', 0, True),
        ("id,time\n1,12:30:15\n2,13:45:00\n", ",", '"', 0, True),
    ],
)
def test_known_dialects(sample: str, delimiter: str, quote: str, skip: int, *, header: bool) -> None:
    found = detect_dialect(sample, complete=True)
    assert (found.delimiter, found.skip, found.header) == (delimiter, skip, header)
    assert quote not in sample or found.quote == quote


def test_backslash_escapes() -> None:
    found = detect_dialect('id,text\n1,"a \\"quoted\\" word, yes"\n2,"b"\n', complete=True)
    assert (found.delimiter, found.escape) == (",", "\\")
