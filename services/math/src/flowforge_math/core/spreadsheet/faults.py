"""What can be wrong with a formula or with what it needs."""

from servicekit import InvalidInput, ResourceLimit


class MalformedFormula(InvalidInput):
    code = "FORMULA_MALFORMED"
    message = "'{field}' cannot be read at character {position}: {reason}."


class UnknownFormulaName(InvalidInput):
    code = "FORMULA_NAME_UNKNOWN"
    message = "'{field}' uses '{name}', which is no {kind}{hint}."


class FormulaTooLong(ResourceLimit):
    code = "FORMULA_TOO_LONG"
    message = "'{field}' needs more than {limit} steps of calculation: use fewer rows or simpler formulas."


class FormulaTooComplex(ResourceLimit):
    code = "FORMULA_TOO_COMPLEX"
    message = "'{field}' has more than {limit}: split it into several formulas."
