"""Charts described by labels and series, translated to Vega-Lite."""

import math
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from flowforge_pictures import Color
from servicekit import RequestBody

Spec = dict[str, Any]
_MOST_VALUES, _MOST_SERIES = 5_000, 50
_MOST_MARKS = 10_000  # of all series together: drawing takes a millisecond for each
_LETTERS_IN_A_ROW = 70
_MOST_SHOWN = 100  # labels below an axis: more have no room, and each costs as much as ten bars
_Text = Annotated[str, Field(max_length=200)]
_DOUGHNUT_HOLE = 0.55


class Series(RequestBody):
    values: tuple[float | None, ...] = Field(
        min_length=1, max_length=_MOST_VALUES, description="One for each label; null leaves a gap."
    )
    name: _Text = Field(default="", description="Name of the series in the legend.")
    color: Color | None = Field(
        default=None, description="Color of the series: a name or #RRGGBB; from the palette if absent."
    )


class ChartPoint(RequestBody):
    x: float = Field(description="Position on the horizontal axis.")
    y: float = Field(description="Position on the vertical axis.")


class PointSeries(RequestBody):
    points: tuple[ChartPoint, ...] = Field(
        min_length=1, max_length=_MOST_VALUES, description="The points of the series."
    )
    name: _Text = Field(default="", description="Name of the series in the legend.")
    color: Color | None = Field(
        default=None, description="Color of the series: a name or #RRGGBB; from the palette if absent."
    )


class Titled(RequestBody):
    title: _Text = Field(default="", description="Title above the chart; none if empty.")
    x_title: _Text = Field(default="", description="Title of the horizontal axis.")
    y_title: _Text = Field(default="", description="Title of the vertical axis.")
    legend: bool = Field(default=True, description="Name the series, if there are several.")


class LabeledChart(Titled):
    """A value of each series for each label. Pie and doughnut have one series, without negative values."""

    type: Literal["bar", "line", "area", "pie", "doughnut"] = Field(description="Kind of chart.")
    labels: tuple[_Text, ...] = Field(
        min_length=1, max_length=_MOST_VALUES, description="Names on the axis, or of the slices of a pie."
    )
    series: tuple[Series, ...] = Field(
        min_length=1, max_length=_MOST_SERIES, description="Values for the labels; a pie has one series."
    )
    stacked: bool = Field(default=False, description="Bars and areas: one upon the other.")
    horizontal: bool = Field(default=False, description="Bars: from left to right.")
    values_shown: bool = Field(default=False, description="Write each value beside its bar, point or slice.")

    @model_validator(mode="after")
    def _has_a_value_for_each_label(self) -> Self:
        for at, series in enumerate(self.series):
            if len(series.values) != len(self.labels):
                given, wanted = len(series.values), len(self.labels)
                raise ValueError(f"series {at} has {given} values for {wanted} labels: give one for each")
        _check_names(self.series)
        return self

    @model_validator(mode="after")
    def _can_be_shown(self) -> Self:
        """Refuse what the type of chart would leave out or show wrongly."""
        values = [value for series in self.series for value in series.values if value is not None]
        if len(values) > _MOST_MARKS:
            raise ValueError(f"the chart has {len(values)} values: at most {_MOST_MARKS} are drawn")
        if self.type in ("pie", "doughnut"):
            if len(self.series) > 1:
                raise ValueError(f"a {self.type} chart shows one series, not {len(self.series)}: use 'bar'")
            if min(values, default=0) < 0 or not any(values):
                raise ValueError(f"a {self.type} chart needs values of 0 or more, and one above 0: use 'bar'")
        if self.stacked and self.type == "area" and min(values, default=0) < 0 < max(values, default=0):
            raise ValueError("stacked areas cannot show values below and above 0 together: use 'line'")
        return self

    def spec(self) -> Spec:
        round_ = self.type in ("pie", "doughnut")
        return _framed(self, self._slices() if round_ else self._bars_or_lines())

    def _rows(self, series: tuple[Series, ...]) -> list[Spec]:
        # A label may come twice: its position keeps the two apart.
        return [
            {"at": at, "label": label, "series": _name(one, number), "value": one.values[at]}
            for number, one in enumerate(series)
            for at, label in enumerate(self.labels)
        ]

    def _bars_or_lines(self) -> Spec:
        across: Spec = {
            "field": "at",
            "type": "ordinal",
            "title": self.x_title or None,
            "axis": {
                "labelExpr": _expression(self.labels),
                "labelOverlap": True,
                "labelAngle": self._turn(),
                "values": list(range(0, len(self.labels), math.ceil(len(self.labels) / _MOST_SHOWN))),
            },
        }
        up: Spec = {"field": "value", "type": "quantitative", "title": self.y_title or None}
        if self.type in ("bar", "area"):
            up["stack"] = "zero" if self.stacked else None
        encoding: Spec = {"x": across, "y": up, "color": _colors(self.series, legend=self.legend)}
        if self.horizontal and self.type == "bar":
            encoding["x"], encoding["y"] = up, across
        if self.type == "bar" and not self.stacked and len(self.series) > 1:
            offset = "yOffset" if self.horizontal else "xOffset"
            encoding[offset] = {"field": "series", "sort": None}
        return {
            "data": {"values": self._rows(self.series)},
            "encoding": encoding,
            "layer": [{"mark": self._mark()}, *self._written(encoding)],
        }

    def _mark(self) -> Spec:
        if self.type == "area":
            return {"type": "area", "opacity": 1 if self.stacked else 0.6}
        return {"type": self.type} | ({"point": True} if self.type == "line" else {})

    def _turn(self) -> int:
        """Return the angle of the labels below: level while they have room beside each other."""
        room = sum(map(len, self.labels)) <= _LETTERS_IN_A_ROW or (self.horizontal and self.type == "bar")
        return 0 if room else -40

    def _written(self, encoding: Spec) -> list[Spec]:
        if not self.values_shown:
            return []
        text: Spec = {"text": {"field": "value", "type": "quantitative"}, "color": {"value": "#333"}}
        sideways = encoding["y"]["field"] == "at"
        if self.stacked and self.type == "bar":
            within = "x" if sideways else "y"
            text |= {within: encoding[within] | {"bandPosition": 0.5}, "color": {"value": "white"}}
            return [{"mark": {"type": "text"}, "encoding": text | {"detail": {"field": "series"}}}]
        beside = {"dx": 4, "align": "left"} if sideways else {"dy": -8}
        return [{"mark": {"type": "text", **beside}, "encoding": text}]

    def _slices(self) -> Spec:
        order = {"field": "at", "type": "ordinal"}
        legend = {"labelExpr": _expression(self.labels)} if self.legend else None
        encoding = {
            "theta": {"field": "value", "type": "quantitative", "stack": True},
            "order": order,
            "color": order | {"title": None, "legend": legend, "scale": {"scheme": "tableau10"}},
        }
        hole = {"expr": f"min(width, height) / 2 * {_DOUGHNUT_HOLE}"} if self.type == "doughnut" else 0
        layers: list[Spec] = [{"mark": {"type": "arc", "innerRadius": hole, "stroke": "white"}}]
        if self.values_shown:
            radius = {"expr": "min(width, height) / 2 * 0.78"}
            mark = {"type": "text", "radius": radius, "fill": "white"}
            layers.append({"mark": mark, "encoding": {"text": {"field": "value"}}})
        return {
            "data": {"values": self._rows(self.series[:1])},
            "encoding": encoding,
            "layer": layers,
            "view": {"stroke": None},
        }


class ScatterChart(Titled):
    """Points of one or more series."""

    type: Literal["scatter"]
    series: tuple[PointSeries, ...] = Field(
        min_length=1, max_length=_MOST_SERIES, description="Groups of points, each in a color of its own."
    )

    @model_validator(mode="after")
    def _can_be_shown(self) -> Self:
        _check_names(self.series)
        count = sum(len(one.points) for one in self.series)
        if count > _MOST_MARKS:
            raise ValueError(f"the chart has {count} points: at most {_MOST_MARKS} are drawn")
        return self

    def spec(self) -> Spec:
        rows = [
            {"x": point.x, "y": point.y, "series": _name(one, number)}
            for number, one in enumerate(self.series)
            for point in one.points
        ]
        axis = {"type": "quantitative", "scale": {"zero": False}}
        encoding = {
            "x": {"field": "x", "title": self.x_title or None, **axis},
            "y": {"field": "y", "title": self.y_title or None, **axis},
            "color": _colors(self.series, legend=self.legend),
        }
        mark = {"type": "point", "filled": True, "size": 50, "opacity": 0.75}
        return _framed(self, {"data": {"values": rows}, "mark": mark, "encoding": encoding})


Chart = Annotated[LabeledChart | ScatterChart, Field(discriminator="type")]


def _framed(chart: Titled, spec: Spec) -> Spec:
    return spec | ({"title": chart.title} if chart.title else {})


def _check_names(series: Sequence[Series | PointSeries]) -> None:
    """Raise ValueError if two series have one name: they would be drawn as one."""
    names = [_name(one, number) for number, one in enumerate(series)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two series have the name '{twice}': give each its own")


def _name(series: Series | PointSeries, number: int) -> str:
    return series.name or f"Series {number + 1}"


def _colors(series: Sequence[Series | PointSeries], *, legend: bool) -> Spec:
    names = [_name(one, number) for number, one in enumerate(series)]
    scale: Spec = {"domain": names}
    if any(one.color for one in series):
        scale["range"] = [one.color or _TABLEAU[at % len(_TABLEAU)] for at, one in enumerate(series)]
    shown: Spec = {} if legend and len(series) > 1 else {"legend": None}
    return {"field": "series", "type": "nominal", "sort": None, "title": None, "scale": scale, **shown}


def _expression(labels: tuple[str, ...]) -> str:
    """Return a Vega expression that turns a position into its label; the labels are literals in it."""
    literals = ", ".join(_literal(label) for label in labels)
    return f"[{literals}][datum.value]"


def _literal(text: str) -> str:
    """Write *text* as a JavaScript string of which every letter that could end it is escaped."""
    return "'" + "".join(_escaped(letter) for letter in text) + "'"


def _escaped(letter: str) -> str:
    if letter.isalnum() or letter in " .,-_:/()+%":
        return letter
    return "".join(f"\\u{unit:04x}" for unit in _utf16(letter))


def _utf16(letter: str) -> list[int]:
    raw = letter.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


# The colors that Vega-Lite uses by itself, for series without one beside others that have one.
_TABLEAU = (
    "#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d",
    "#bab0ac",
)  # fmt: skip
