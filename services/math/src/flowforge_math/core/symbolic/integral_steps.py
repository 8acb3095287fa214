"""The rules of integration that lead to an antiderivative, as sentences."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types
from sympy.integrals import manualintegrate as manual  # type: ignore[import-untyped] # likewise

from flowforge_math.core.symbolic.formulas import formula

MAX_STEPS: Final = 40


def integral_steps(expression: Any, variable: Any) -> list[str]:
    """Return the rules in the order in which they apply; none where no chain of rules leads to a result."""
    rule = manual.integral_steps(expression, variable)
    if rule.contains_dont_know():
        return []
    steps: list[str] = []
    _explain(rule, steps, _letters(expression))
    if len(steps) > MAX_STEPS:
        return [*steps[:MAX_STEPS], "Further rules are left out."]
    return steps


def _letters(expression: Any) -> list[Any]:
    """Return names for substitutions that the expression does not use."""
    used = {symbol.name for symbol in expression.free_symbols}
    return [sympy.Symbol(name, real=True) for name in "tswzpqr" if name not in used]


def _explain(rule: Any, steps: list[str], letters: list[Any]) -> None:
    if len(steps) > MAX_STEPS:
        return
    known = _RULES.get(type(rule))
    if known is not None:
        known(rule, steps, letters)
        return
    result = rule.eval()
    steps.append(f"{_NAMES.get(type(rule), 'Known integral')}: {_integral(rule)} = {_text(result)}.")


def _constant_times(rule: Any, steps: list[str], letters: list[Any]) -> None:
    steps.append(f"Constant factor rule: {_text(rule.constant)} stays in front of the integral.")
    _explain(rule.substep, steps, letters)


def _sum(rule: Any, steps: list[str], letters: list[Any]) -> None:
    steps.append(f"Sum rule: integrate each term of {_text(rule.integrand)}.")
    for part in rule.substeps:
        _explain(part, steps, letters)


def _substitution(rule: Any, steps: list[str], letters: list[Any]) -> None:
    letter, *others = letters or [rule.u_var]
    inner = rule.substep.integrand.subs(rule.u_var, letter)
    steps.append(
        f"Substitution: with {letter} = {_text(rule.u_func)} it becomes the integral of "
        f"{_text(inner)} d{letter}."
    )
    _explain(_renamed(rule.substep, rule.u_var, letter), steps, others)
    steps.append(f"Put {_text(rule.u_func)} back for {letter}.")


def _renamed(rule: Any, old: Any, new: Any) -> Any:
    """Return the same rules in another variable."""
    return manual.integral_steps(rule.integrand.subs(old, new), new)


def _parts(rule: Any, steps: list[str], letters: list[Any]) -> None:
    v = rule.v_step.eval()
    steps.append(
        "Integration by parts, the integral of u*v' is u*v - the integral of u'*v: "
        f"u = {_text(rule.u)}, v' = {_text(rule.dv)}, v = {_text(v)}."
    )
    if rule.second_step is not None:
        _explain(rule.second_step, steps, letters)


def _cyclic_parts(rule: Any, steps: list[str], letters: list[Any]) -> None:
    for part in rule.parts_rules:
        _parts(part, steps, letters)
    steps.append(
        f"The integral comes back with the factor {_text(rule.coefficient)}: solve the equation for it, "
        f"which gives {_text(rule.eval())}."
    )


def _rewriting(rule: Any, steps: list[str], letters: list[Any]) -> None:
    steps.append(f"Rewrite {_text(rule.integrand)} as {_text(rule.rewritten)}.")
    _explain(rule.substep, steps, letters)


def _alternative(rule: Any, steps: list[str], letters: list[Any]) -> None:
    _explain(rule.alternatives[0], steps, letters)


def _trigonometric(rule: Any, steps: list[str], letters: list[Any]) -> None:
    letter, *others = letters or [rule.theta]
    inner = rule.rewritten.subs(rule.theta, letter)
    steps.append(
        f"Trigonometric substitution: with {rule.variable} = {_text(rule.func.subs(rule.theta, letter))} it "
        f"becomes the integral of {_text(inner)} d{letter}."
    )
    _explain(_renamed(rule.substep, rule.theta, letter), steps, others)
    steps.append(f"Put {rule.variable} back.")


def _integral(rule: Any) -> str:
    return f"the integral of {_text(rule.integrand)} d{rule.variable}"


def _text(expression: Any) -> str:
    return formula(sympy.sympify(expression)).plain


_RULES: Final[Mapping[type, Callable[[Any, list[str], list[Any]], None]]] = {
    manual.ConstantTimesRule: _constant_times,
    manual.AddRule: _sum,
    manual.URule: _substitution,
    manual.PartsRule: _parts,
    manual.CyclicPartsRule: _cyclic_parts,
    manual.RewriteRule: _rewriting,
    manual.CompleteSquareRule: _rewriting,
    manual.AlternativeRule: _alternative,
    manual.TrigSubstitutionRule: _trigonometric,
}
_NAMES: Final[Mapping[type, str]] = {
    manual.ConstantRule: "Constant rule",
    manual.PowerRule: "Power rule",
    manual.ExpRule: "Exponential rule",
    manual.SinRule: "Sine rule",
    manual.CosRule: "Cosine rule",
    manual.ReciprocalRule: "Reciprocal rule",
    manual.ArctanRule: "Arctangent rule",
    manual.ArcsinRule: "Arcsine rule",
}
