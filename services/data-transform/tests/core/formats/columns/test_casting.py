import polars as pl
import pytest

from flowforge_data.core.formats.columns.casting import Casting, ColumnWidens, Plan, infer
from flowforge_data.core.formats.columns.parsing import Marks, parsed
from flowforge_tables.rejects import Rejects


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "-5", "0"], "integer"),
        (["007", "1"], "text"),
        (["-0"], "text"),
        (["+1"], "text"),
        (["1.5", "2", "0.001"], "number"),
        (["1.10"], "text"),
        (["0.00001"], "text"),  # comes back as 1e-05
        (["12E34"], "text"),
        (["5.", "1"], "text"),
        ([".5"], "text"),
        (["-0.5", "-12", "0"], "number"),
        (["1.2.3"], "text"),
        (["1-2"], "text"),
        (["inf", "nan"], "text"),
        (["999999999999999999"], "integer"),
        (["1000000000000000000"], "text"),
        (["-100.25", "12345678901234.5"], "number"),
        (["0x1F"], "text"),
        (["9223372036854775808"], "text"),
        (["0.1234567890123456789"], "text"),
        (["true", "false"], "boolean"),
        (["yes", "no"], "text"),
        (["True"], "text"),
        (["NA", "1"], "text"),
        (["null"], "text"),
        (["", "1"], "text"),
        (["2024-02-29"], "date"),
        (["2024-02-30"], "text"),
        (["01/02/2024"], "text"),
        (["+2024-1-11"], "text"),
        (["2024- 1-11"], "text"),
        (["2024-01-02T03:04:05"], "datetime"),
        ([" 1"], "text"),
        (["١٢"], "text"),
    ],
)
def test_types_that_lose_nothing(cells: list[str], kind: str) -> None:
    assert infer(pl.DataFrame({"a": cells}), dates=True) == {"a": kind}


def test_a_later_batch_widens_a_column() -> None:
    casting = Casting(Plan({"a": "integer"}), Rejects(), Marks())
    with pytest.raises(ColumnWidens):
        list(casting.apply([pl.DataFrame({"a": ["1"]}), pl.DataFrame({"a": ["2.5"]})]))


def test_a_cell_of_another_type_rejects_its_row() -> None:
    rejects = Rejects()
    rejects.add(3, None, "the row has 1 cells instead of 2", "x")
    casting = Casting(Plan(asked={"a": "integer"}), rejects, Marks())
    (frame,) = casting.apply([pl.DataFrame({"a": ["1", "two", None, "4"], "b": ["p", "q", "r", "s"]})])
    assert frame.rows() == [(1, "p"), (None, "r"), (4, "s")]
    assert [(one.row, one.column, one.text) for one in rejects.kept[1:]] == [(4, "a", "two,q")]


@pytest.mark.parametrize(
    ("text", "kind", "marks", "value"),
    [
        ("1,234.50", "number", Marks(), 1234.5),
        ("1.234,50", "number", Marks(decimal=","), 1234.5),
        ("1'234.5", "number", Marks(), 1234.5),
        ("$ 12", "number", Marks(), 12.0),
        ("1.5", "number", Marks(decimal=","), None),
        ("1,23", "number", Marks(), None),
        ("12 apples", "number", Marks(), None),
        ("5.0", "integer", Marks(), 5),
        ("5.5", "integer", Marks(), None),
        ("Yes", "boolean", Marks(), True),
        ("off", "boolean", Marks(), False),
        ("maybe", "boolean", Marks(), None),
    ],
)
def test_what_people_write(text: str, kind: str, marks: Marks, value: object) -> None:
    assert parsed(pl.Series("a", [text]), kind, marks)[0] == value


@pytest.mark.parametrize(
    ("text", "marks", "day"),
    [
        ("2024-02-01", Marks(), "2024-02-01"),
        ("01.02.2024", Marks(), "2024-02-01"),
        ("01/02/2024", Marks(), None),  # two dates: nobody may guess
        ("01/02/2024", Marks(day_first=True), "2024-02-01"),
        ("01/02/2024", Marks(day_first=False), "2024-01-02"),
        ("13/02/2024", Marks(), "2024-02-13"),
        ("2/1 24", Marks(date_format="%d/%m %y"), "2024-01-02"),
        ("30 Feb 2024", Marks(), None),
        ("Feb 3, 2024", Marks(), "2024-02-03"),
    ],
)
def test_dates(text: str, marks: Marks, day: str | None) -> None:
    found = parsed(pl.Series("a", [text]), "date", marks)[0]
    assert (None if found is None else found.isoformat()) == day
