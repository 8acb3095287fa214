"""Operators, coercions, choices and error values, as Excel has them."""

from collections.abc import Callable
from typing import Any

import pytest

from flowforge_math.core.spreadsheet.faults import (
    FormulaTooComplex,
    FormulaTooLong,
    MalformedFormula,
    UnknownFormulaName,
)

ValueOf = Callable[..., Any]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=3%^2", 0.0009),
        ("=1+2*3-4/2", 5),
        ('="5"+3', 8),
        ('="a"+1', "#VALUE!"),
        ("=TRUE+1", 2),
        ('="10%"*2', 0.2),
        ("=0.1+0.2=0.3", True),
        ("=0.5-0.4-0.1", 0),
        ('="abc"="ABC"', True),
        ('="a">1', True),
        ('=TRUE>"z"', True),
        ("=1/0", "#DIV/0!"),
        ("=0^0", "#NUM!"),
        ("=(-8)^(1/3)", "#NUM!"),
        ("=9^9^99", "#NUM!"),
        ("=#N/A+1", "#N/A"),
        ("={1,2;3,4}*10", [[10, 20], [30, 40]]),
        ("={1;2}+{10,20}", [[11, 21], [12, 22]]),
        ("={1,2}+{1,2,3}", [2, 4, "#N/A"]),
        ('=IF(1>2,1/0,"no")', "no"),
        ("=IF(0,1)", False),
        ('=IF({1,0},"a","b")', ["a", "b"]),
        ('=IFERROR(1/0,"none")', "none"),
        ("=IFERROR({1,#N/A},0)", [1, 0]),
        ("=IFNA(1/0,0)", "#DIV/0!"),
        ('=IFS(FALSE,1/0,TRUE,"b")', "b"),
        ("=IFS(FALSE,1)", "#N/A"),
        ('=SWITCH(2,1,"a",2,"b","c")', "b"),
        ('=SWITCH(3,1,"a",2,"b")', "#N/A"),
        ('=CHOOSE(2,"a","b")', "b"),
        ('=CHOOSE(3,"a","b")', "#VALUE!"),
        ("=AND(TRUE,1,{1,2})", True),
        ('=OR("x",TRUE)', "#VALUE!"),
        ("=XOR(TRUE,TRUE)", False),
        ("=NOT(0)", True),
        ("=ISERROR(1/0)&ISNA(NA())&ISNUMBER(1)&ISTEXT(1)", "TRUETRUETRUEFALSE"),
        ("=ERROR.TYPE(1/0)", 2),
        ('=SUM(1,"2",TRUE)', 4),
        ('=SUM({1,"2",TRUE})', 1),
        ('=COUNTA({1,"",TRUE})', 3),
        ('=" x"" "', ' x" '),
    ],
)
def test_values(value_of: ValueOf, formula: str, value: object) -> None:
    found = value_of(formula)
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


def test_empty_cells(value_of: ValueOf) -> None:
    data = {"a": [None, 1, "", "x"], "b": [1, 2, 3, 4]}
    assert value_of("=COUNTBLANK(a)&COUNTA(a)&COUNT(a)", data) == "231"
    assert value_of('=COUNTIF(a,"")&COUNTIF(a,"<>")&COUNTIF(a,"=")', data) == "231"
    assert value_of('=A2+1&A2&(A2=0)&(A2="")', data) == "1TRUETRUE"


@pytest.mark.parametrize(
    ("formula", "error", "words"),
    [
        ("=1+", MalformedFormula, "at character 4: something is missing here"),
        ("=", MalformedFormula, "it is empty"),
        ("=(1", MalformedFormula, "')' is expected here"),
        ('="x', MalformedFormula, "never closed"),
        ("=1 2", MalformedFormula, "'2' is unexpected here"),
        ("={1;2,3}", MalformedFormula, "differ in length"),
        ("={A1}", MalformedFormula, "holds numbers, texts and booleans"),
        ("=LEFT()", MalformedFormula, "LEFT takes 1 to 2 arguments, not 0"),
        ("=[@a]", MalformedFormula, "belongs to none"),
        ("=VLOKUP(1)", UnknownFormulaName, "did you mean VLOOKUP"),
        ('=__import__("os")', UnknownFormulaName, "no function"),
        ("=[prize]", UnknownFormulaName, "which is no column: did you mean 'price'"),
        ("=rates[code]", UnknownFormulaName, "no table"),
        ("=" + "(" * 100 + "1" + ")" * 100, FormulaTooComplex, "64 levels of nesting"),
        ("=" + "1+" * 5000 + "1", FormulaTooComplex, "8,192 characters"),
    ],
)
def test_faults(value_of: ValueOf, formula: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as raised:
        value_of(formula, {"price": [1], "a": [2]})
    assert words in str(raised.value)


def test_the_work_is_bounded(value_of: ValueOf) -> None:
    data = {"a": list(range(5_000))}
    with pytest.raises(FormulaTooLong):
        value_of("=SUM(MATCH(a*0,a,1))", data)
    assert value_of("=SUM(COUNTIF(a,a))", data) == 5_000
    assert value_of("=SUM(XLOOKUP(a,a,a))", data) == sum(range(5_000))


def test_a_wildcard_cannot_be_slow(value_of: ValueOf) -> None:
    pattern = "*a" * 100 + "b"
    assert value_of(f'=COUNTIF(a,"{pattern}")', {"a": ["a" * 1_000] * 10}) == 0
