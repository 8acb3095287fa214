"""Units of measurement: names, factors to SI, dimensions. Factors are exact where the definition is.

Sources: the SI brochure (BIPM, 9th edition), and NIST Special Publication 811, appendix B.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

Dimensions = tuple[int, ...]
BASES: Final = ("m", "kg", "s", "A", "K", "mol", "cd", "bit")
NONE: Final[Dimensions] = (0,) * len(BASES)
_DIMENSION_NAMES: Final = (
    "=a plain number,m=length,kg=mass,s=time,A=electric current,K=temperature,mol=amount of substance,"
    "cd=luminous intensity,bit=information,m^2=area,m^3=volume,m s^-1=speed,m s^-2=acceleration,"
    "s^-1=frequency,m kg s^-2=force,m^-1 kg s^-2=pressure,m^2 kg s^-2=energy,m^2 kg s^-3=power,"
    "s A=electric charge,m^2 kg s^-3 A^-1=voltage,m^2 kg s^-3 A^-2=resistance,s^-1 bit=data rate,"
    "m^-3 kg=density,m^3 s^-1=flow"
)
DIMENSION_NAMES: Final = dict(pair.split("=") for pair in _DIMENSION_NAMES.split(","))
# name, aliases (a star: takes SI prefixes) | factor | dimensions | offset
_TABLE: Final = """
m* meter* metre* | 1 | m
in inch inches | 0.0254 | m
ft foot feet | 0.3048 | m
yd yard yards | 0.9144 | m
mi mile miles | 1609.344 | m
nmi nauticalmile | 1852 | m
angstrom | 1e-10 | m
au | 149597870700 | m
ly lightyear | 9460730472580800 | m
pc* parsec | 30856775814913673 | m
pt point | 0.0254/72 | m
g* gram* | 0.001 | kg
t* tonne ton_metric | 1000 | kg
lb lbs pound pounds | 0.45359237 | kg
oz ounce ounces | 0.028349523125 | kg
ozt troyounce | 0.0311034768 | kg
st stone | 6.35029318 | kg
ton shortton | 907.18474 | kg
longton | 1016.0469088 | kg
ct carat | 0.0002 | kg
gr grain | 0.00006479891 | kg
s* sec second* seconds | 1 | s
min minute minutes | 60 | s
h hr hour hours | 3600 | s
d day days | 86400 | s
week weeks wk | 604800 | s
month months | 2629746 | s
yr year years | 31556952 | s
A* ampere* amp | 1 | A
K* kelvin* | 1 | K
degC celsius | 1 | K | 273.15
degF fahrenheit | 5/9 | K | 459.67
degR rankine | 5/9 | K
mol* mole* | 1 | mol
cd* candela* | 1 | cd
lm lumen | 1 | cd
lx lux | 1 | m^-2 cd
rad* radian radians | 1 |
deg degree | 0.01745329251994329576923690768488612713442871888541725456097191 |
grad gon | 0.01570796326794896619231321691639751442098584699687552910487472 |
turn rev | 6.283185307179586476925286766559005768394338798750211641949889 |
arcmin | 0.00029088820866572159615394846141476878557381198142362090934953 |
arcsec | 0.0000048481368110953599358991410235794797595635330237270151558255 |
percent | 0.01 |
ppm | 0.000001 |
sqm | 1 | m^2
ha hectare | 10000 | m^2
acre acres | 4046.8564224 | m^2
sqft | 0.09290304 | m^2
sqmi | 2589988.110336 | m^2
L* l* liter* litre* | 0.001 | m^3
gal gallon gallons | 0.003785411784 | m^3
qt quart | 0.000946352946 | m^3
pint pints | 0.000473176473 | m^3
cup cups | 0.0002365882365 | m^3
floz | 0.0000295735295625 | m^3
tbsp tablespoon | 0.00001478676478125 | m^3
tsp teaspoon | 0.00000492892159375 | m^3
impgal | 0.00454609 | m^3
imppint | 0.00056826125 | m^3
bbl barrel | 0.158987294928 | m^3
Hz* hertz* | 1 | s^-1
rpm | 1/60 | s^-1
N* newton* | 1 | m kg s^-2
lbf | 4.4482216152605 | m kg s^-2
kgf | 9.80665 | m kg s^-2
dyn | 0.00001 | m kg s^-2
Pa* pascal* | 1 | m^-1 kg s^-2
bar* | 100000 | m^-1 kg s^-2
atm | 101325 | m^-1 kg s^-2
psi | 4.4482216152605/0.00064516 | m^-1 kg s^-2
torr | 101325/760 | m^-1 kg s^-2
mmHg | 133.322387415 | m^-1 kg s^-2
inHg | 3386.388640341 | m^-1 kg s^-2
J* joule* | 1 | m^2 kg s^-2
cal* calorie* | 4.184 | m^2 kg s^-2
Wh* | 3600 | m^2 kg s^-2
eV* electronvolt* | 1.602176634e-19 | m^2 kg s^-2
BTU Btu | 1055.05585262 | m^2 kg s^-2
erg | 1e-7 | m^2 kg s^-2
ftlb | 1.3558179483314004 | m^2 kg s^-2
W* watt* | 1 | m^2 kg s^-3
hp horsepower | 745.69987158227022 | m^2 kg s^-3
ps_metric metrichp | 735.49875 | m^2 kg s^-3
C* coulomb* | 1 | s A
Ah* | 3600 | s A
V* volt* | 1 | m^2 kg s^-3 A^-1
ohm* ohms | 1 | m^2 kg s^-3 A^-2
S* siemens* | 1 | m^-2 kg^-1 s^3 A^2
F* farad* | 1 | m^-2 kg^-1 s^4 A^2
H* henry* | 1 | m^2 kg s^-2 A^-2
Wb* weber* | 1 | m^2 kg s^-2 A^-1
T* tesla* | 1 | kg s^-2 A^-1
Bq* becquerel | 1 | s^-1
Gy* gray* | 1 | m^2 s^-2
Sv* sievert* | 1 | m^2 s^-2
kat* katal | 1 | mol s^-1
kph kmh | 1/3.6 | m s^-1
mph | 0.44704 | m s^-1
kn knot knots kt | 1852/3600 | m s^-1
bit* bits b* | 1 | bit
byte* bytes B* | 8 | bit
bps* | 1 | s^-1 bit
"""
_PREFIX_FACTORS: Final = (
    "Q=1e30 R=1e27 Y=1e24 Z=1e21 E=1e18 P=1e15 T=1e12 G=1e9 M=1e6 k=1e3 h=1e2 da=1e1 d=1e-1 c=1e-2 m=1e-3 "
    "u=1e-6 n=1e-9 p=1e-12 f=1e-15 a=1e-18 z=1e-21 y=1e-24 Ki=1024 Mi=1048576 Gi=1073741824 "
    "Ti=1099511627776 Pi=1125899906842624 kilo=1e3 mega=1e6 giga=1e9 tera=1e12 centi=1e-2 milli=1e-3 "
    "micro=1e-6 nano=1e-9 hecto=1e2 deci=1e-1"
)
_PREFIXES: Final = dict(pair.split("=") for pair in _PREFIX_FACTORS.split())
_BINARY: Final = frozenset({"Ki", "Mi", "Gi", "Ti", "Pi"})


@dataclass(frozen=True, slots=True)
class Unit:
    """(number + zero) * ratio is the number in SI."""

    name: str
    ratio: Fraction
    dimensions: Dimensions
    zero: Fraction | None = None


def read_dimensions(text: str) -> Dimensions:
    exponents = dict.fromkeys(BASES, 0)
    for part in text.split():
        base, _, exponent = part.partition("^")
        exponents[base] = int(exponent or 1)
    return tuple(exponents[base] for base in BASES)


def show_dimensions(dimensions: Dimensions) -> str:
    """Return what is measured, such as 'length' or 'm kg^2'."""
    text = " ".join(
        base if power == 1 else f"{base}^{power}"
        for base, power in zip(BASES, dimensions, strict=True)
        if power
    )
    return DIMENSION_NAMES.get(text, text)


def _table() -> Iterator[tuple[str, Unit, bool]]:
    for line in _TABLE.strip().splitlines():
        names, factor, dimensions, *offset = (part.strip() for part in line.split("|"))
        for name in names.split():
            plain = name.rstrip("*")
            upper, _, lower = factor.partition("/")
            ratio = Fraction(upper) / Fraction(lower or "1")
            zero = Fraction(offset[0]) if offset else None
            unit = Unit(plain, ratio, read_dimensions(dimensions), zero)
            yield plain, unit, name.endswith("*")


@lru_cache(1)
def _known() -> tuple[dict[str, Unit], frozenset[str]]:
    rows = list(_table())
    units = {name: unit for name, unit, _ in rows}
    return units, frozenset(name for name, _, prefixed in rows if prefixed)


def find_unit(name: str) -> Unit | None:
    """Return the unit of that name, with an SI or binary prefix where it takes one, or None."""
    units, prefixed = _known()
    if name in units:
        return units[name]
    for prefix, factor in _PREFIXES.items():
        rest = name.removeprefix(prefix)
        if rest == name or rest not in prefixed:
            continue
        unit = units[rest]
        if prefix in _BINARY and not unit.dimensions[-1]:
            continue
        return Unit(name, Fraction(factor) * unit.ratio, unit.dimensions)
    return None


def alike(dimensions: Dimensions) -> list[str]:
    """Return the names of some units of the same dimensions."""
    return [name for name, unit in _known()[0].items() if unit.dimensions == dimensions][:20]
