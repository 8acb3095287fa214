"""Turn equations in logarithms or exponentials into equations in polynomials with the same roots, or more."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

MAX_DEGREE: Final = 60


def real_roots(expression: Any, unknown: Any) -> list[Any] | None:
    """Return the real roots of a polynomial with rational coefficients.

    None if it is another function, or zero all over.
    """
    try:
        polynomial = sympy.Poly(expression, unknown)
        if (
            polynomial.is_zero
            or polynomial.degree() > MAX_DEGREE
            or not polynomial.domain.is_QQ | polynomial.domain.is_ZZ
        ):
            return None
        return list(dict.fromkeys(polynomial.real_roots()))
    except (sympy.PolynomialError, NotImplementedError):
        return None


def without_logarithms(expression: Any, unknown: Any) -> Any | None:
    """Make sum(c log p) + k = 0 into a polynomial that is zero at its roots; None if it has another form.

    If the polynomial is zero all over, so is the sum wherever it is defined: each p is positive there.
    """
    factors, constant, denominator = [], sympy.Integer(0), 1
    for term in sympy.Add.make_args(sympy.expand(expression)):
        if not term.has(unknown):
            constant += term
            continue
        coefficient, logarithm = term.as_coeff_Mul()
        inside = logarithm.args[0] if isinstance(logarithm, sympy.log) else None
        if inside is None or not coefficient.is_Rational or not inside.is_rational_function(unknown):
            return None
        denominator = sympy.ilcm(denominator, coefficient.q)
        factors.append((inside, coefficient))
    if not factors:
        return None
    right = sympy.simplify(sympy.exp(-constant * denominator))
    if not right.is_Rational:
        return None
    left = sympy.Mul(*(inside ** (coefficient * denominator) for inside, coefficient in factors))
    return sympy.expand(sympy.fraction(sympy.together(left - right))[0])


def roots_in_powers(numerator: Any, unknown: Any) -> list[Any] | None:
    """Solve what is rational in y = b^x; None if the equation has another form."""
    powers = [one for one in numerator.atoms(sympy.exp, sympy.Pow) if one.as_base_exp()[1].has(unknown)]
    if not powers:
        return None
    rates: dict[Any, Any] = {}
    for one in powers:
        base, exponent = one.as_base_exp()
        rate = sympy.expand(exponent).coeff(unknown, 1)
        shift = sympy.expand(exponent - rate * unknown)
        plain, times = _root_of(base)
        if plain is None or not rate.is_Rational or shift.has(unknown) or rate == 0:
            return None
        rates[one] = (plain, rate * times, base**shift)
    bases = {plain for plain, _, _ in rates.values()}
    if len(bases) != 1:
        return None
    denominator = sympy.ilcm(*(rate.q for _, rate, _ in rates.values()), 1)
    power = sympy.Dummy("y", positive=True)
    replaced = {one: factor * power ** (rate * denominator) for one, (_, rate, factor) in rates.items()}
    polynomial = sympy.fraction(sympy.together(numerator.xreplace(replaced)))[0]
    if polynomial.has(unknown):
        return None
    roots = real_roots(polynomial, power)
    if roots is None:
        return None
    (base,) = bases
    return [sympy.simplify(denominator * sympy.log(root) / sympy.log(base)) for root in roots if root > 0]


def _root_of(base: Any) -> tuple[Any, Any]:
    """Return b and n with base = b^n, b not a power itself; (None, 0) for what is no positive number."""
    if base == sympy.E:
        return base, 1
    if base.is_Rational and base > 0 and base != 1:
        whole = base if base.is_Integer else 1 / base
        sign = 1 if base.is_Integer else -1
        if whole.is_Integer:
            found = sympy.perfect_power(int(whole))
            return (sympy.Integer(found[0]), sign * found[1]) if found else (whole, sign)
    return None, 0
