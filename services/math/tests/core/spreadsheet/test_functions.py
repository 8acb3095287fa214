"""The values that Microsoft documents for each function (support.microsoft.com, "Excel functions")."""

from collections.abc import Callable
from typing import Any

import pytest

ValueOf = Callable[..., Any]

FRUIT = {
    "sold": [5, 4, 15, 3, 22, 12, 10, 33],
    "product": [
        *("Apples", "Apples", "Artichokes", "Artichokes"),
        *("Bananas", "Bananas", "Carrots", "Carrots"),
    ],
    "who": ["Tom", "Sarah"] * 4,
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=SUMIFS([sold],[product],"=A*",[who],"Tom")', 20),
        ('=SUMIFS([sold],[product],"<>Bananas",[who],"Tom")', 30),
        ('=SUMIF(product,"Apples",sold)', 9),
        ('=SUMIF([sold],">10")', 82),
        ('=COUNTIFS([product],"Apples",[who],"tom")', 1),
        ('=COUNTIF([product],"*es")', 4),
        ('=AVERAGEIFS([sold],[who],"Sarah")', 13),
        ('=AVERAGEIF([who],"Nobody",[sold])', "#DIV/0!"),
        ('=MAXIFS([sold],[who],"Tom")', 22),
        ('=MINIFS([sold],[who],"Tom")', 5),
        ('=XLOOKUP("carrots",[product],[sold])', 10),
        ('=XLOOKUP("carrots",[product],[sold],,0,-1)', 33),
        ('=XLOOKUP("Pears",[product],[sold],"none")', "none"),
        ('=XLOOKUP("Pears",[product],[sold])', "#N/A"),
        ("=XLOOKUP(11,[sold],[who],,-1)", "Tom"),
        ("=XLOOKUP(11,[sold],[who],,1)", "Sarah"),
        ('=XLOOKUP("B*",[product],[sold],,2)', 22),
        ('=INDEX([sold],MATCH("Bananas",[product],0))', 22),
        ('=VLOOKUP("Artichokes",B:C,2,FALSE)', "Tom"),
        ("=VLOOKUP(1,B:C,9,FALSE)", "#REF!"),
        ("=SUM(A2:A3)", 9),
        ("=SUM($A$2:$A$100)", 104),
        ("=LARGE([sold],2)", 22),
        ("=SMALL([sold],1)", 3),
        ("=UNIQUE([product])", ["Apples", "Artichokes", "Bananas", "Carrots"]),
        ("=SORT(UNIQUE([who]))", ["Sarah", "Tom"]),
        ('=FILTER([sold],[who]="Tom")', [5, 15, 22, 10]),
        ('=SUMPRODUCT(([who]="Tom")*[sold])', 52),
        ('=SUM(IF([who]="Tom",[sold],0))', 52),
        ('=TEXTJOIN(";",TRUE,UNIQUE([who]))', "Tom;Sarah"),
        ("=MEDIAN([sold])", 11),
        ("=ROWS([sold])", 8),
    ],
)
def test_tables(value_of: ValueOf, formula: str, value: object) -> None:
    assert value_of(formula, FRUIT) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=AVERAGE({10,7,9,27,2})", 11),
        ("=STDEV.S({1345,1301,1368,1322,1310,1370,1318,1350,1303,1299})", 27.46391572),
        ("=STDEV.P({1345,1301,1368,1322,1310,1370,1318,1350,1303,1299})", 26.05455814),
        ("=VAR.S({1345,1301,1368,1322,1310,1370,1318,1350,1303,1299})", 754.2667),
        ("=MODE.SNGL({5.6,4,4,3,2,4})", 4),
        ("=PERCENTILE.INC({1;3;2;4},0.3)", 1.9),
        ("=PERCENTILE.EXC({6,7,15,36,39,40,41,42,43,47,49},0.25)", 15),
        ("=QUARTILE.INC({1,2,4,7,8,9,10,12},1)", 3.5),
        ("=PERCENTRANK.INC({13,12,11,8,4,3,2,1,1,1},2)", 0.333),
        ("=RANK.EQ(7,{7;3.5;3.5;1;2},1)", 5),
        ("=RANK.EQ(3.5,{7;3.5;3.5;1;2})", 2),
        ("=GEOMEAN({4,5,8,7,11,4,3})", 5.476986970),
        ("=HARMEAN({4,5,8,7,11,4,3})", 5.028375962),
        ("=AVEDEV({4,5,6,7,5,4,3})", 1.020408),
        ("=DEVSQ({4,5,8,7,11,4,3})", 48),
        ("=CORREL({3,2,4,5,6},{9,7,12,15,17})", 0.997054486),
        ("=SLOPE({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", 0.305556),
        ("=INTERCEPT({2,3,9,1,8},{6,5,11,7,5})", 0.0483871),
        ("=RSQ({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", 0.05795),
        ("=FORECAST.LINEAR(30,{6,7,9,15,21},{20,28,31,38,40})", 10.607253),
        ("=COVARIANCE.P({3,2,4,5,6},{9,7,12,15,17})", 5.2),
        ("=SUMPRODUCT({3,4;8,6;1,9},{2,7;6,7;5,3})", 156),
        ("=MROUND(-10,-3)", -9),
        ("=MROUND(5,-2)", "#NUM!"),
        ("=CEILING(0.234,0.01)", 0.24),
        ("=CEILING.MATH(-5.5,2,-1)", -6),
        ("=FLOOR(-2.5,-2)", -2),
        ("=FLOOR.MATH(-8.1,2)", -10),
        ("=MOD(-3,2)", 1),
        ("=MOD(3,-2)", -1),
        ("=QUOTIENT(-10,3)", -3),
        ("=ROUND(21.5,-1)", 20),
        ("=ROUND(626.3,-3)", 1000),
        ("=ROUNDUP(-3.14159,1)", -3.2),
        ("=ROUNDDOWN(31415.92654,-2)", 31400),
        ("=INT(-8.9)", -9),
        ("=EVEN(-1)", -2),
        ("=ODD(1.5)", 3),
        ("=COMBIN(8,2)", 28),
        ("=PERMUT(100,3)", 970200),
        ("=FACT(171)", "#NUM!"),
        ("=LOG(86,2.7182818)", 4.4543473),
        ("=ATAN2(-1,-1)", -2.35619449),
        ("=SQRT(-16)", "#NUM!"),
        ('=DECIMAL("zap",36)', 45745),
        ("=BASE(15,2,10)", "0000001111"),
        ("=ROMAN(499)", "CDXCIX"),
        ('=ARABIC("LVII")', 57),
        ("=GCD(24,36)", 12),
        ("=LCM(24,36)", 72),
    ],
)
def test_numbers(value_of: ValueOf, formula: str, value: object) -> None:
    found = value_of(formula)
    assert found == value if isinstance(value, str) else found == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=PMT(0.08/12,10,10000)", -1037.0320893591),
        ("=PMT(0.06/12,18*12,0,50000)", -129.0811608680),
        ("=PV(0.08/12,12*20,500)", -59777.1458511878),
        ("=FV(0.06/12,10,-200,-500,1)", 2581.4033740601),
        ("=NPER(0.12/12,-100,-1000,10000,1)", 59.6738656743),
        ("=RATE(4*12,-200,8000)", 0.0077014725),
        ("=IPMT(0.1/12,1,3*12,8000)", -66.6666666667),
        ("=PPMT(0.1/12,1,2*12,2000)", -75.6231860083),
        ("=NPV(0.1,-10000,3000,4200,6800)", 1188.4434123352),
        ("=IRR({-70000,12000,15000,18000,21000,26000})", 0.0866309480),
        ("=IRR({1,2,3})", "#NUM!"),
        ("=SLN(30000,7500,10)", 2250),
        ("=SYD(30000,7500,10,10)", 409.0909090909),
        ("=EFFECT(0.0525,4)", 0.0535426674),
        ("=NOMINAL(0.053543,4)", 0.0525003186),
    ],
)
def test_money(value_of: ValueOf, formula: str, value: object) -> None:
    found = value_of(formula)
    assert found == value if isinstance(value, str) else found == pytest.approx(value, rel=1e-7)


def test_the_function_needs_its_arguments_within_bounds(value_of: ValueOf) -> None:
    assert value_of("=PMT(-2,10,1)") == value_of("=PMT(0.1,1E9,1)") == value_of("=SYD(1,1,2,3)") == "#NUM!"


SAMPLE = {
    "s": [3, 4, 5, 2, 3, 4, 5, 6, 4, 7],
    "z": [7, 3.5, 3.5, 1, 2, None, None, None, None, None],
    "trim": [4, 5, 6, 7, 2, 3, 4, 5, 1, 2],
    "left": [2, 3, 9, 1, 8, 7, 5, None, None, None],
    "right": [6, 5, 11, 7, 5, 4, 4, None, None, None],
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SKEW([s])", 0.359543071),
        ("=KURT([s])", -0.151799637),
        ("=TRIMMEAN(VSTACK([trim],3),0.2)", 3.777777778),
        ("=SUMXMY2([left],[right])", 79),
        ("=SUMX2MY2([left],[right])", -55),
        ("=SUMX2PY2([left],[right])", 521),
        ("=RANK([z],[z],1)", [5, 3, 3, 1, 2]),
        ("=RANK.AVG(3.5,[z],1)", 3.5),
        ("=RANK.AVG(3.5,[z])", 2.5),
        ("=STANDARDIZE(42,40,1.5)", 1.333333333),
        ("=NORM.DIST(42,40,1.5,TRUE)", 0.9087887803),
        ("=NORM.DIST(42,40,1.5,FALSE)", 0.10934),
        ("=NORM.INV(0.908789,40,1.5)", 42.000002),
        ("=NORM.S.INV(0.908789)", 1.3333347),
        ("=NORM.S.DIST(1.333333,TRUE)", 0.908788726),
        ("=FACTDOUBLE(6)", 48),
        ("=FACTDOUBLE(7)", 105),
        ("=COMBINA(4,3)", 20),
        ("=COMBINA(10,3)", 220),
        ("=MULTINOMIAL(2,3,4)", 1260),
        ("=SUBTOTAL(9,[z])", 17),
        ("=SUBTOTAL(101,[z])", 3.4),
        ("=AVERAGEA([z])", 3.4),
    ],
)
def test_samples(value_of: ValueOf, formula: str, value: Any) -> None:
    found = value_of(formula, SAMPLE)
    assert (found[:5] if isinstance(value, list) else found) == pytest.approx(value, rel=5e-6)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SEQUENCE(3)", [1, 2, 3]),
        ("=SUM(SEQUENCE(2,3,10,5))", 135),
        ("=TAKE(SEQUENCE(5),2)", [1, 2]),
        ("=TAKE(SEQUENCE(5),-2)", [4, 5]),
        ("=DROP(SEQUENCE(5),3)", [4, 5]),
        ("=DROP(SEQUENCE(5),-3)", [1, 2]),
        ("=DROP(SEQUENCE(5),5)", "#VALUE!"),
        ("=VSTACK(SEQUENCE(2),9)", [1, 2, 9]),
        ("=TOCOL(SEQUENCE(2,2))", [1, 2, 3, 4]),
        ("=TOCOL(SEQUENCE(2,2),0,TRUE)", [1, 3, 2, 4]),
        ("=COLUMNS(TOROW(SEQUENCE(2,2)))", 4),
        ("=ROWS(TRANSPOSE(SEQUENCE(2,3)))", 3),
        ("=TAKE(SORTBY([product],[sold],-1),2)", ["Carrots", "Bananas"]),
        ("=TAKE(SORTBY([sold],[who],1,[sold],-1),3)", [33, 12, 4]),
        ("=SEQUENCE(1e6)", "#VALUE!"),
        ("=ROMAN(499,0)", "CDXCIX"),
        ("=ROMAN(499,1)", "LDVLIV"),
        ("=ROMAN(499,2)", "XDIX"),
        ("=ROMAN(499,3)", "VDIV"),
        ("=ROMAN(499,4)", "ID"),
        ("=ROMAN(499,FALSE)", "ID"),
        ("=ROMAN(2026)", "MMXXVI"),
        ("=ROMAN(1,5)", "#VALUE!"),
        ('=TEXT(4.34,"# ?/?")', "4 1/3"),
        ('=TEXT(0.34,"# ?/?")', " 1/3"),
        ('=TEXT(-2.5,"# ?/?")', "-2 1/2"),
        ('=TEXT(5.3,"# ??/??")', "5  3/10"),
        ('=TEXT(2.75,"# ?/8")', "2 6/8"),
        ('=TEXT(0.75,"?/?")', "3/4"),
        ('=TEXT(1.999,"# ?/?")', "2    "),
    ],
)
def test_shapes_and_forms(value_of: ValueOf, formula: str, value: object) -> None:
    assert value_of(formula, FRUIT) == value
