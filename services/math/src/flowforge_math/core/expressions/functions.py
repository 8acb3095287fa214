"""The functions that expressions may call: one table for every operation, and for the documentation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MANY: Final = 100


@dataclass(frozen=True, slots=True)
class Function:
    """`usage` shows the arguments; `aliases` are other spellings that people know."""

    usage: str
    summary: str
    least: int
    most: int
    group: str
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.usage.partition("(")[0]


_TABLE: Final = """
Arithmetic
abs(x) | Absolute value; the length of a complex number.
sign(x) | -1, 0 or 1.
floor(x) | Largest whole number that is not greater.
ceil(x) | Smallest whole number that is not less.
trunc(x) = fix | Whole part, towards zero.
round(x, [digits]) | Nearest number of so many decimals; halves go away from zero, as in spreadsheets.
mod(x, y) | Remainder with the sign of the divisor, as the operator %.
clamp(x, low, high) | x, but not under low and not over high.
square(x) | x^2.
cube(x) | x^3.
pow(x, y) | x^y.
sqrt(x) | Square root.
cbrt(x) | Cube root; real for negative numbers.
nth_root(x, n) = nthRoot | Real n-th root.
hypot(x, ...) | Square root of the sum of squares.
Exponentials and logarithms
exp(x) | e^x.
expm1(x) | e^x - 1, exact for small x.
log(x, [base]) = ln | Logarithm; natural without a base.
log2(x) | Logarithm to base 2.
log10(x) | Logarithm to base 10.
log1p(x) | log(1 + x), exact for small x.
Trigonometry
sin(x) | Sine of radians.
cos(x) | Cosine of radians.
tan(x) | Tangent of radians.
sec(x) | 1/cos(x).
csc(x) = cosec | 1/sin(x).
cot(x) | 1/tan(x).
asin(x) = arcsin | Angle whose sine is x.
acos(x) = arccos | Angle whose cosine is x.
atan(x) = arctan | Angle whose tangent is x.
atan2(y, x) | Angle of the point (x, y).
degrees(x) | Radians in degrees.
radians(x) | Degrees in radians.
sinh(x) | Hyperbolic sine.
cosh(x) | Hyperbolic cosine.
tanh(x) | Hyperbolic tangent.
asinh(x) | Inverse hyperbolic sine.
acosh(x) | Inverse hyperbolic cosine.
atanh(x) | Inverse hyperbolic tangent.
Special functions
gamma(x) | Gamma function.
lgamma(x) | Logarithm of the gamma function.
erf(x) | Error function.
erfc(x) | 1 - erf(x).
Complex numbers
re(z) | Real part.
im(z) | Imaginary part.
conj(z) | Complex conjugate.
arg(z) | Angle in radians.
Whole numbers
factorial(n) | n!, also written 5!.
comb(n, k) = combinations | Ways to choose k of n.
perm(n, k) = permutations | Ordered ways to choose k of n.
gcd(n, ...) | Greatest common divisor.
lcm(n, ...) | Least common multiple.
is_prime(n) = isPrime | Whether n is a prime number.
bitand(n, m) = bitAnd | Bits set in both.
bitor(n, m) = bitOr | Bits set in either.
bitxor(n, m) = bitXor | Bits set in one of them.
shift(n, bits) | n moved left by so many bits; negative moves right.
Statistics
min(x, ...) | Least of numbers, or of a vector.
max(x, ...) | Greatest of numbers, or of a vector.
sum(x, ...) | Sum of numbers or of a vector; sum(i, 1, n, i^2) sums over whole numbers.
prod(x, ...) = product | Product of numbers or of a vector; prod(i, 1, n, i) multiplies over whole numbers.
mean(x, ...) = avg, average | Arithmetic mean.
median(x, ...) | Middle value.
mode(x, ...) | Most frequent value, the least of them if several are.
variance(x, ...) = var | Sample variance, divided by n - 1.
std(x, ...) = stdev | Sample standard deviation.
mad(x, ...) | Median absolute deviation from the median.
quantile(v, p) | Quantile by linear interpolation; p lies between 0 and 1.
cumsum(v) | Running sums.
count(v) | How many elements.
sort(v) | Elements in order.
Matrices
transpose(A) | Rows become columns, also written A'.
det(A) | Determinant.
inv(A) | Inverse.
trace(A) | Sum of the diagonal.
rank(A) | Rank.
dot(u, v) | Scalar product.
cross(u, v) | Vector product of two vectors of length 3.
norm(A) | Euclidean length of a vector, Frobenius norm of a matrix.
kron(A, B) | Kronecker product.
identity(n) = eye | Identity matrix.
zeros(rows, [columns]) | Matrix of zeros.
ones(rows, [columns]) | Matrix of ones.
diag(v) | Diagonal matrix of a vector, or the diagonal of a matrix.
size(A) | Rows and columns.
reshape(A, rows, columns) | The same elements, row by row, in another shape.
flatten(A) | All elements in one vector.
concat(A, B) | B to the right of A; vectors one after the other.
solve(A, b) = lusolve | x with A*x = b.
linspace(low, high, n) | n numbers at equal distances.
Units
value(q, unit) = toNumber | The number of a quantity in a unit: value(3 km, m) is 3000.
"""


def _functions() -> Iterator[Function]:
    group = ""
    for line in _TABLE.strip().splitlines():
        head, _, summary = line.partition(" | ")
        if not summary:
            group = line
            continue
        usage, _, aliases = head.partition(" = ")
        inner = usage.partition("(")[2].rstrip(")").split(", ")
        most = MANY if "..." in inner else len(inner)
        least = sum(not part.startswith(("[", ".")) for part in inner)
        yield Function(usage, summary, least, most, group, tuple(filter(None, aliases.split(", "))))


FUNCTIONS: Final[Mapping[str, Function]] = {one.name: one for one in _functions()}
ALIASES: Final[Mapping[str, str]] = {alias: one.name for one in FUNCTIONS.values() for alias in one.aliases}
