"""The rules of differentiation that lead to a derivative, as sentences."""

from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.symbolic.formulas import formula

MAX_STEPS: Final = 40


def derivative_steps(expression: Any, variable: Any) -> list[str]:
    """Return the rules in the order in which they apply, at most so many."""
    steps: list[str] = []
    _explain(expression, variable, steps)
    if len(steps) > MAX_STEPS:
        return [*steps[:MAX_STEPS], "Further rules are left out."]
    return steps


def _explain(expression: Any, variable: Any, steps: list[str]) -> None:
    if len(steps) > MAX_STEPS or not expression.has(variable) or expression == variable:
        return
    if isinstance(expression, sympy.Add):
        _sum(expression, variable, steps)
    elif isinstance(expression, sympy.Mul):
        _product(expression, variable, steps)
    elif isinstance(expression, sympy.Pow | sympy.exp):
        _power(expression, variable, steps)
    elif isinstance(expression, sympy.Function) and len(expression.args) == 1:
        _function(expression, variable, steps)
    else:
        _say(steps, "Derivative of", expression, variable)


def _sum(expression: Any, variable: Any, steps: list[str]) -> None:
    terms = [term for term in expression.args if term.has(variable)]
    if len(terms) > 1:
        steps.append(f"Sum rule: differentiate each term of {_text(expression)}.")
    if len(terms) < len(expression.args):
        steps.append("Constant terms have the derivative 0.")
    for term in terms:
        _explain(term, variable, steps)


def _product(expression: Any, variable: Any, steps: list[str]) -> None:
    constant, rest = expression.as_independent(variable, as_Add=False)
    if constant != 1:
        steps.append(f"Constant factor rule: {_text(constant)} stays in front of {_text(rest)}.")
        _explain(rest, variable, steps)
        return
    upper, lower = sympy.fraction(expression)
    if lower.has(variable):
        if upper.has(variable):
            _say(steps, "Quotient rule, (u/v)' = (u'*v - u*v')/v^2:", expression, variable)
            _explain(upper, variable, steps)
        else:
            _say(steps, "Reciprocal rule, (1/v)' = -v'/v^2:", expression, variable)
        _explain(lower, variable, steps)
        return
    _say(steps, "Product rule, (u*v)' = u'*v + u*v':", expression, variable)
    for factor in expression.args:
        _explain(factor, variable, steps)


def _power(expression: Any, variable: Any, steps: list[str]) -> None:
    base, exponent = expression.as_base_exp()
    if not exponent.has(variable):
        rule, inner = "Power rule, (u^n)' = n*u^(n - 1)*u':", base
    elif not base.has(variable):
        rule = (
            "Exponential rule, (e^u)' = e^u*u':"
            if base == sympy.E
            else "Exponential rule, (a^u)' = a^u*log(a)*u':"
        )
        inner = exponent
    else:
        _say(steps, "Logarithmic differentiation, u^v = exp(v*log(u)):", expression, variable)
        _explain(exponent * sympy.log(base), variable, steps)
        return
    _say(steps, rule, expression, variable)
    _explain(inner, variable, steps)


def _function(expression: Any, variable: Any, steps: list[str]) -> None:
    inner = expression.args[0]
    if inner != variable:
        steps.append(f"Chain rule, f(u)' = f'(u)*u', with u = {_text(inner)}.")
    _say(steps, "Derivative of", expression, variable)
    _explain(inner, variable, steps)


def _say(steps: list[str], rule: str, expression: Any, variable: Any) -> None:
    derivative = sympy.diff(expression, variable)
    steps.append(f"{rule} {_text(expression)} gives {_text(derivative)}.")


def _text(expression: Any) -> str:
    return formula(expression).plain
