"""The financial functions against the values that Microsoft documents for each of them."""

from collections.abc import Callable
from typing import Any

import pytest

ValueOf = Callable[..., Any]

FLOWS: dict[str, list[Any]] = {
    "flow": [-10_000, 2_750, 4_250, 3_250, 2_750],
    "on": ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"],
    "loan": [-120_000, 39_000, 30_000, 21_000, None],
    "rates": [0.09, 0.11, 0.1, 0, 0],
}
ALTERED = {"flow": [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=XNPV(0.09,[flow],DATEVALUE([on]))", 2086.647602),
        ("=XIRR([flow],DATEVALUE([on]),0.1)", 0.373362535),
        ("=XIRR([flow],DATEVALUE([on]))", 0.373362535),
        ("=FVSCHEDULE(1,[rates])", 1.33089),
        ("=MIRR([loan],10%,12%)", -0.048044655),
        ("=CUMIPMT(9%/12,30*12,125000,13,24,0)", -11135.23213),
        ("=CUMIPMT(9%/12,30*12,125000,1,1,0)", -937.5),
        ("=CUMPRINC(9%/12,30*12,125000,13,24,0)", -934.1071234),
        ("=CUMPRINC(9%/12,30*12,125000,1,1,0)", -68.27827118),
        ("=CUMPRINC(9%/12,360,125000,1,360,0)", -125000),
        ("=CUMPRINC(9%/12,360,125000,1,360,1)", -125000),
        ("=ISPMT(0.1/12,1,36,8000000)", -64814.8148),
        ("=ISPMT(0.1,1,3,8000000)", -533333.333),
        ("=PDURATION(2.5%,2000,2200)", 3.859866163),
        ("=RRI(96,10000,11000)", 0.000993306),
        ("=DOLLARDE(1.02,16)", 1.125),
        ("=DOLLARDE(1.1,32)", 1.3125),
        ("=DOLLARFR(1.125,16)", 1.02),
        ("=DOLLARFR(1.125,32)", 1.04),
        ("=RATE(48,-200,8000)", 0.007701472),
        ("=NPER(0.12/12,-100,-1000,10000,1)", 59.6738657),
        ("=PPMT(8%,10,10,200000)", -27598.05),
        ("=IPMT(10%,3,3,8000)", -292.45),
        ("=PMT(6%/12,18*12,0,50000)", -129.08),
        ("=PV(0.08/12,12*20,500,,0)", -59777.15),
        ("=FV(0.06/12,10,-200,-500,1)", 2581.40),
    ],
)
def test_flows_and_payments(value_of: ValueOf, formula: str, value: float) -> None:
    assert value_of(formula, FLOWS) == pytest.approx(value, rel=2e-6, abs=0.005 if abs(value) > 100 else 0)


def test_the_modified_rate(value_of: ValueOf) -> None:
    assert value_of("=MIRR([flow],10%,12%)", ALTERED) == pytest.approx(0.126094, abs=1e-6)
    assert value_of("=MIRR([flow],10%,14%)", ALTERED) == pytest.approx(0.134759, abs=1e-6)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        *((f"=DB(1000000,100000,6,{year},7)", value) for year, value in enumerate(
            (186083.33, 259639.42, 176814.44, 120410.64, 81999.64, 55841.76, 15845.10), 1
        )),
        ("=DDB(2400,300,10*365,1)", 1.32),
        ("=DDB(2400,300,10*12,1,2)", 40.00),
        ("=DDB(2400,300,10,1,2)", 480.00),
        ("=DDB(2400,300,10,2,1.5)", 306.00),
        ("=DDB(2400,300,10,10)", 22.12),
        ("=VDB(2400,300,10*365,0,1)", 1.32),
        ("=VDB(2400,300,10*12,0,1)", 40.00),
        ("=VDB(2400,300,10,0,1)", 480.00),
        ("=VDB(2400,300,10*12,6,18)", 396.31),
        ("=VDB(2400,300,10*12,6,18,1.5)", 311.81),
        ("=VDB(2400,300,10,0,0.875,1.5)", 315.00),
        ("=VDB(2400,300,10,0,10)", 2100),
        ("=SLN(30000,7500,10)", 2250),
        ("=SYD(30000,7500,10,1)", 4090.91),
        ("=SYD(30000,7500,10,10)", 409.09),
    ],
)  # fmt: skip
def test_depreciation(value_of: ValueOf, formula: str, value: float) -> None:
    assert value_of(formula) == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=PRICE(DATE(2008,2,15),DATE(2017,11,15),5.75%,6.5%,100,2,0)", 94.63436162),
        ("=YIELD(DATE(2008,2,15),DATE(2016,11,15),5.75%,95.04287,100,2,0)", 0.065),
        ("=DURATION(DATE(2008,1,1),DATE(2016,1,1),8%,9%,2,1)", 5.993774956),
        ("=DURATION(DATE(2018,7,1),DATE(2048,1,1),8%,9%,2,1)", 10.9191453),
        ("=MDURATION(DATE(2008,1,1),DATE(2016,1,1),8%,9%,2,1)", 5.73566981),
        ("=ACCRINT(DATE(2008,3,1),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0)", 16.66666667),
        ("=ACCRINT(DATE(2008,3,5),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0,FALSE)", 15.55555556),
        ("=ACCRINT(DATE(2008,4,5),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0,TRUE)", 7.22222222),
        ("=ACCRINTM(DATE(2008,4,1),DATE(2008,6,15),0.1,1000,3)", 20.54794521),
        ("=DISC(DATE(2007,1,25),DATE(2007,6,15),97.975,100,1)", 0.052420213),
        ("=INTRATE(DATE(2008,2,15),DATE(2008,5,15),1000000,1014420,2)", 0.05768),
        ("=RECEIVED(DATE(2008,2,15),DATE(2008,5,15),1000000,5.75%,2)", 1014584.654),
        ("=PRICEDISC(DATE(2008,2,16),DATE(2008,3,1),5.25%,100,2)", 99.79583333),
        ("=YIELDDISC(DATE(2008,2,16),DATE(2008,3,1),99.795,100,2)", 0.052822572),
        ("=PRICEMAT(DATE(2008,2,15),DATE(2008,4,13),DATE(2007,11,11),6.1%,6.1%,0)", 99.98449888),
        ("=YIELDMAT(DATE(2008,3,15),DATE(2008,11,3),DATE(2007,11,8),6.25%,100.0123,0)", 0.060954333),
        ("=TBILLEQ(DATE(2008,3,31),DATE(2008,6,1),9.14%)", 0.0941515),
        ("=TBILLPRICE(DATE(2008,3,31),DATE(2008,6,1),9%)", 98.45),
        ("=TBILLYIELD(DATE(2008,3,31),DATE(2008,6,1),98.45)", 0.0914170),
        ("=COUPNUM(DATE(2007,1,25),DATE(2008,11,15),2,1)", 4),
        ("=COUPPCD(DATE(2011,1,25),DATE(2011,11,15),2,1)", "2010-11-15"),
        ("=COUPNCD(DATE(2011,1,25),DATE(2011,11,15),2,1)", "2011-05-15"),
        ("=COUPDAYS(DATE(2011,1,25),DATE(2011,11,15),2,1)", 181),
        ("=COUPDAYBS(DATE(2011,1,25),DATE(2011,11,15),2,1)", 71),
        ("=COUPDAYSNC(DATE(2011,1,25),DATE(2011,11,15),2,1)", 110),
    ],
)
def test_securities(value_of: ValueOf, formula: str, value: float | str) -> None:
    expected = value if isinstance(value, str) else pytest.approx(value, rel=1e-6)
    assert value_of(formula) == expected


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=PRICE(DATE(2018,1,1),DATE(2017,1,1),5%,6%,100,2)", "#NUM!"),
        ("=PRICE(DATE(2008,1,1),DATE(2017,1,1),5%,6%,100,3)", "#NUM!"),
        ("=PRICE(DATE(2008,1,1),DATE(2017,1,1),5%,6%,100,2,7)", "#NUM!"),
        ("=DDB(2400,300,10,11)", "#NUM!"),
        ("=DB(1,2,1e9,1)", "#NUM!"),
        ("=VDB(1,0,1e9,0,1e9)", "#NUM!"),
        ("=CUMIPMT(0.01,12,1000,5,4,0)", "#NUM!"),
        ("=DOLLARDE(1.1,0)", "#DIV/0!"),
        ('=XNPV(0.1,[flow],"x")', "#VALUE!"),
        ("=XIRR([rates],DATEVALUE([on]))", "#NUM!"),
        ("=XIRR([flow],5)", "#NUM!"),
    ],
)
def test_faults(value_of: ValueOf, formula: str, value: str) -> None:
    assert value_of(formula, FLOWS) == value
