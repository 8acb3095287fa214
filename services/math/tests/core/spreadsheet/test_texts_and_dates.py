"""The values that Microsoft documents for functions of texts and dates."""

from collections.abc import Callable
from typing import Any

import pytest

ValueOf = Callable[..., Any]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=LEFT("Sale Price",4)', "Sale"),
        ('=RIGHT("Stock Number")', "r"),
        ('=MID("Fluid Flow",7,20)', "Flow"),
        ('=MID("Fluid Flow",20,5)', ""),
        ('=LEFT("a",-1)', "#VALUE!"),
        ('=LEN("Phoenix, AZ")', 11),
        ('=TRIM(" First  Quarter Earnings ")', "First Quarter Earnings"),
        ('=PROPER("2-way street 76BudGet")', "2-Way Street 76Budget"),
        ('=EXACT("Word","word")', False),
        ('=REPT("*-",3)', "*-*-*-"),
        ('=REPT("x",40000)', "#VALUE!"),
        ('=FIND("M","Miriam McGovern",3)', 8),
        ('=FIND("m","Miriam McGovern")', 6),
        ('=FIND("z","Miriam McGovern")', "#VALUE!"),
        ('=SEARCH("margin","Profit Margin")', 8),
        ('=SEARCH("p?x","Big Profit")', "#VALUE!"),
        ('=SEARCH("p?o","Big Pro")', 5),
        ('=SUBSTITUTE("Sales Data","Sales","Cost")', "Cost Data"),
        ('=SUBSTITUTE("Quarter 1, 2011","1","2",3)', "Quarter 1, 2012"),
        ('=REPLACE("abcdefghijk",6,5,"*")', "abcde*k"),
        ('=VALUE("$1,000")', 1000),
        ('=VALUE("16:48")-VALUE("12:00")', 0.2),
        ('=NUMBERVALUE("2.500,27",",",".")', 2500.27),
        ('=NUMBERVALUE("3.5%")', 0.035),
        ("=FIXED(1234.567,-1)", "1,230"),
        ("=FIXED(-1234.567,-1,TRUE)", "-1230"),
        ("=DOLLAR(-1234.567,-2)", "($1,200)"),
        ("=CHAR(65)&UNICHAR(8364)", "A€"),
        ('=CODE("!")', 33),
        ('=CONCAT("a",{"b","c"},1)', "abc1"),
        ('=CONCATENATE("Hi ",{"A","B"})', ["Hi A", "Hi B"]),
        ('=TEXTBEFORE("Red riding hood\'s, red hood","hood")', "Red riding "),
        ('=TEXTAFTER("a-b-c","-",-1)', "c"),
        ('=TEXTAFTER("a","-")', "#N/A"),
        ('=TEXTSPLIT("a,b",",")', ["a", "b"]),
        ('=1/3&""', "0.333333333333333"),
        ('=1E+22&"|"&0.00001&"|"&-0', "1E+22|0.00001|0"),
        ('="a"&TRUE&DATE(2026,1,31)', "aTRUE2026-01-31"),
    ],
)
def test_texts(value_of: ValueOf, formula: str, value: object) -> None:
    found = value_of(formula)
    assert found == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=TEXT(1234.567,"$#,##0.00")', "$1,234.57"),
        ('=TEXT(DATE(2012,3,14),"MM/DD/YY")', "03/14/12"),
        ('=TEXT(DATE(2012,3,14),"DDDD, MMM D")', "Wednesday, Mar 14"),
        ('=TEXT(0.5486,"H:MM AM/PM")', "1:09 PM"),
        ('=TEXT(0.285,"0.0%")', "28.5%"),
        ('=TEXT(12200000,"0.00E+00")', "1.22E+07"),
        ('=TEXT(1234567898,"[<=9999999]###-####;(###) ###-####")', "(123) 456-7898"),
        ('=TEXT(1234,"0000000")', "0001234"),
        ("=TEXT(123456,\"##0\\°00'00''\")", "12°34'56''"),
        ('=TEXT(44.398,"???.???")', "44.398"),
        ('=TEXT(12200000,"0.0,,")', "12.2"),
        ('=TEXT(-5,"0.00;(0.00);zero;""text: ""@")', "(5.00)"),
        ('=TEXT(0,"0.00;(0.00);""zero""")', "zero"),
        ('=TEXT("x","0.00;(0.00);0;""text: ""@")', "text: x"),
        ('=TEXT(0.631,"#.##")', ".63"),
        ('=TEXT(8.9,"#.000")', "8.900"),
        ('=TEXT(1.5,"[h]:mm:ss")', "36:00:00"),
        ('=TEXT("2026-03-04","d. mmmm yyyy")', "4. March 2026"),
        ('=TEXT(5,"General")&TEXT(5,"@")', "55"),
    ],
)
def test_formats(value_of: ValueOf, formula: str, value: str) -> None:
    assert value_of(formula) == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=DATE(2008,14,2)", "2009-02-02"),
        ("=DATE(2008,1,-15)", "2007-12-16"),
        ("=DATE(108,1,2)", "2008-01-02"),
        ("=DATE(10000,1,1)", "#NUM!"),
        ('=DATEVALUE("8/22/2011")+0', "2011-08-22"),
        ('=N(DATEVALUE("22-May-2011"))', "2011-05-22"),
        ('=DATEVALUE("soon")', "#VALUE!"),
        ('=VALUE("2008-01-01")', 39448),
        ("=VALUE(DATE(1900,1,1))", 1),
        ("=VALUE(DATE(1900,3,1))", 61),
        ("=TIME(16,48,10)", "16:48:10"),
        ("=TODAY()", "2026-11-30"),
        ("=NOW()", "2026-11-30T10:30:00"),
        ("=EDATE(DATE(2011,1,31),1)", "2011-02-28"),
        ("=EOMONTH(DATE(2011,1,1),-3)", "2010-10-31"),
        ('=DATEDIF("2001-01-01","2003-01-01","Y")', 2),
        ('=DATEDIF("2001-06-01","2002-08-15","D")', 440),
        ('=DATEDIF("2001-06-01","2002-08-15","YD")', 75),
        ('=DATEDIF("2002-08-15","2001-06-01","D")', "#NUM!"),
        ('=DAYS("2021-03-15","2021-02-01")', 42),
        ('=DAYS360("2011-01-30","2011-02-01")', 1),
        ('=DAYS360("2011-01-01","2011-12-31")', 360),
        ('=YEARFRAC("2012-01-01","2012-07-30")', 0.58055556),
        ('=YEARFRAC("2012-01-01","2012-07-30",1)', 0.57650273),
        ('=YEARFRAC("2012-01-01","2012-07-30",3)', 0.57808219),
        ('=NETWORKDAYS("2012-10-01","2013-03-01")', 110),
        ('=NETWORKDAYS("2012-10-01","2013-03-01",DATE(2012,11,22))', 109),
        ('=NETWORKDAYS.INTL("2006-01-01","2006-01-31")', 22),
        ('=NETWORKDAYS.INTL("2006-02-28","2006-01-31")', -21),
        ('=NETWORKDAYS.INTL("2006-01-01","2006-02-01",7,{38719;38733})', 22),
        ('=WORKDAY("2008-10-01",151)', "2009-04-30"),
        ('=WORKDAY("2008-10-01",151,{39778;39786;39834})', "2009-05-05"),
        ('=WORKDAY.INTL("2012-01-01",90,11)', "2012-04-14"),
        ('=WORKDAY.INTL("2012-01-01",30,99)', "#NUM!"),
        ('=WEEKDAY("2008-02-14")', 5),
        ('=WEEKDAY("2008-02-14",2)', 4),
        ('=WEEKNUM("2012-03-09")', 10),
        ('=WEEKNUM("2012-03-09",2)', 11),
        ('=ISOWEEKNUM("2012-03-09")', 10),
        ('=YEAR("2026-03-04")&MONTH("2026-03-04")&DAY("2026-03-04")', "202634"),
        ('=HOUR("7:45")&MINUTE("7:45")', "745"),
        ("=DATE(2026,1,31)-DATE(2026,1,1)", 30),
        ("=DATE(2026,1,31)+1.5", "2026-02-01T12:00:00"),
    ],
)
def test_dates(value_of: ValueOf, formula: str, value: object) -> None:
    found = value_of(formula)
    assert found == (pytest.approx(value, rel=1e-7) if isinstance(value, float) else value)
