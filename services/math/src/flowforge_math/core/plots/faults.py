"""Why a plot cannot be drawn."""

from servicekit import InvalidInput, OperationError


class NothingToPlot(InvalidInput):
    code = "PLOT_EMPTY"
    message = "'{field}' has nothing to draw: {reason}."


class UnsuitablePlot(InvalidInput):
    code = "PLOT_NOT_SUITABLE"
    message = "'{field}' does not suit the plot: {reason}."


class UndrawablePlot(InvalidInput):
    code = "PLOT_UNDRAWABLE"
    message = "'{field}' cannot be drawn: {reason}."


PLOT_FAULTS: tuple[type[OperationError], ...] = (NothingToPlot, UnsuitablePlot, UndrawablePlot)
