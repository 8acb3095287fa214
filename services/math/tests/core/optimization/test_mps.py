"""The MPS format: what its sections mean, and that nothing in a file is skipped in silence."""

import math

import pytest

from flowforge_math.core.optimization.faults import UnreadableProgram
from flowforge_math.core.optimization.linear import solve_program
from flowforge_math.core.optimization.mps import read_mps
from flowforge_math.core.optimization.program import Program

PLAIN = """* a comment
NAME          TEST
ROWS
 N  COST
 L  LIM1
 G  LIM2
 E  MYEQN
COLUMNS
    X         COST               1.0   LIM1               1.0
    X         LIM2               1.0
    Y         COST               2.0   LIM1               1.0
    Y         MYEQN             -1.0
    Z         COST              -1.0   MYEQN              1.0
RHS
    RHS       LIM1               4.0   LIM2               1.0
    RHS       MYEQN              7.0
BOUNDS
 UP BND       X                  4.0
 LO BND       Y                 -1.0
 UP BND       Y                  1.0
ENDATA
"""


def read(text: str, goal: str | None = None) -> Program:
    return read_mps(text.encode(), goal)


def column(program: Program, name: str) -> tuple[float, float, bool]:
    place = program.names.index(name)
    return float(program.lower[place]), float(program.upper[place]), bool(program.whole[place])


def row(program: Program, name: str) -> tuple[float, float]:
    place = program.labels.index(name)
    return float(program.low[place]), float(program.high[place])


def test_the_example_of_the_format() -> None:
    """Known from the documentation of lp_solve; with y at 1 and z at 8 the cost is 1 + 2 - 8 or less."""
    program = read(PLAIN)
    assert (program.names, program.labels) == (["X", "Y", "Z"], ["LIM1", "LIM2", "MYEQN"])
    assert [row(program, name) for name in program.labels] == [(-math.inf, 4), (1, math.inf), (7, 7)]
    assert [column(program, name) for name in program.names] == [
        (0, 4, False),
        (-1, 1, False),
        (0, math.inf, False),
    ]
    answer = solve_program(program, 1e-9, "file")
    assert answer["objective"] == pytest.approx(-7)
    assert read(PLAIN.replace("\n", "\r\n")).names == program.names


def test_names_with_blanks_stand_in_fixed_columns() -> None:
    program = read(PLAIN.replace("LIM1", "LI 1"))
    assert program.labels == ["LI 1", "LIM2", "MYEQN"]
    assert row(program, "LI 1") == (-math.inf, 4)


@pytest.mark.parametrize(
    ("bound", "ends"),
    [
        (" FR BND X", (-math.inf, math.inf, False)),
        (" MI BND X", (-math.inf, math.inf, False)),
        (" FX BND X 2.5", (2.5, 2.5, False)),
        (" BV BND X", (0, 1, True)),
        (" UI BND X 9", (0, 9, True)),
        (" LI BND X 3", (3, math.inf, True)),
        (" UP BND X -2", (-math.inf, -2, False)),
        (" UP X 1.5D1", (0, 15, False)),
        (" UP BND X 1e30", (0, math.inf, False)),
    ],
)
def test_bounds(bound: str, ends: tuple[float, float, bool]) -> None:
    program = read(PLAIN.replace(" UP BND       X                  4.0", bound))
    assert column(program, "X") == ends
    assert bool(program.warnings) == ("-2" in bound)


@pytest.mark.parametrize(
    ("name", "span", "ends"),
    [("LIM1", -2.5, (1.5, 4)), ("LIM2", 2, (1, 3)), ("MYEQN", 2, (7, 9)), ("MYEQN", -2, (5, 7))],
)
def test_ranges(name: str, span: float, ends: tuple[float, float]) -> None:
    program = read(PLAIN.replace("BOUNDS", f"RANGES\n    RNG       {name}      {span}\nBOUNDS"))
    assert row(program, name) == ends


def test_the_sense_and_the_constant() -> None:
    maximizing = PLAIN.replace("ROWS", "OBJSENSE\n    MAX\nROWS", 1)
    assert (read(maximizing).maximize, read(maximizing, "minimize").maximize) == (True, False)
    assert read(PLAIN.replace("RHS\n    RHS", "RHS\n    RHS COST -5\n    RHS", 1)).constant == 5


def test_whole_numbers_between_markers() -> None:
    text = PLAIN.replace("    Z  ", "    M  'MARKER'  'INTORG'\n    Z  ", 1)
    program = read(text.replace("RHS\n", "    M  'MARKER'  'INTEND'\nRHS\n", 1))
    assert column(program, "Z") == (0, 1, True)
    assert "0 or 1: 1" in program.warnings[0]
    assert column(program, "Y") == (-1, 1, False)


def test_what_is_not_used_is_named() -> None:
    text = PLAIN.replace(" L  LIM1", " N  OTHER\n L  LIM1").replace("BOUNDS", "    ALT LIM1 9\nBOUNDS")
    warnings = " ".join(read(text).warnings)
    assert "Free rows" in warnings
    assert "RHS ALT" in warnings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("X         LIM2", "X         LIMX", "line 10: the row 'LIMX'"),
        ("LIM2               1.0\n    RHS", "LIMX  1.0\n    RHS", "'LIMX'"),
        ("LIM2               1.0\n    RHS", "LIM2  abc\n    RHS", "'abc' is no number"),
        ("LIM2               1.0\n    RHS", "LIM2  nan\n    RHS", "'nan' is no number"),
        ("UP BND       X ", "UP BND       W ", "'W'"),
        ("UP BND       X ", "SC BND       X ", "'SC'"),
        (" G  LIM2", " G  LIM1", "twice"),
        (" G  LIM2", " Q  LIM2", "N, L, G or E"),
        ("    X         LIM2 ", "    X         LIM1 ", "two values"),
        ("ENDATA", "QUADOBJ\n    X X 1\nENDATA", "'QUADOBJ'"),
        ("ENDATA\n", "", "ENDATA"),
        (" N  COST", " L  COST", "no objective"),
        ("    X         LIM2               1.0", "    X         LIM2", "no meaning"),
    ],
)
def test_damage_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(UnreadableProgram) as fault:
        read(PLAIN.replace(old, new, 1))
    assert said in str(fault.value)


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"hello", b"%PDF-1.7", b" UP\nROWS\n L"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableProgram):
        read_mps(content, None)
