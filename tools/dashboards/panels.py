"""Panels and dashboards as Grafana's JSON, as far as the platform's dashboards need them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_COLUMNS = 24
_SCHEMA_VERSION = 41


@dataclass(frozen=True)
class Query:
    """An expression, and how its series are called: `{{service}}`."""

    expression: str
    legend: str = "__auto"


@dataclass(frozen=True)
class Panel:
    """A chart, or one number where *kind* is `stat`."""

    title: str
    queries: Sequence[Query]
    unit: str = "short"
    description: str = ""
    kind: str = "timeseries"
    width: int = 8
    height: int = 8
    stacked: bool = False
    red_above: float | None = None


@dataclass(frozen=True)
class Dashboard:
    """Rows of panels. A *variable* is a label by whose values the panels can be narrowed."""

    uid: str
    title: str
    rows: dict[str, Sequence[Panel]]
    variables: dict[str, str] = field(default_factory=dict)  # name and the query of its values


def written(dashboard: Dashboard) -> str:
    """Return the file that Grafana reads."""
    document = {
        "uid": dashboard.uid,
        "title": dashboard.title,
        "tags": ["flowforge"],
        "timezone": "browser",
        "schemaVersion": _SCHEMA_VERSION,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [_variable(name, query) for name, query in dashboard.variables.items()]},
        "annotations": {"list": []},
        "links": [_other_dashboards()],
        "panels": _placed(dashboard),
    }
    return json.dumps(document, indent=1) + "\n"


def _placed(dashboard: Dashboard) -> list[dict[str, Any]]:
    """Set panels beside each other as far as the width goes."""
    found: list[dict[str, Any]] = []
    top = 0
    for title, panels in dashboard.rows.items():
        place = {"h": 1, "w": _COLUMNS, "x": 0, "y": top}
        found.append(
            {"id": len(found) + 1, "type": "row", "title": title, "collapsed": False, "gridPos": place}
        )
        top, left, height = top + 1, 0, 0
        for panel in panels:
            if left + panel.width > _COLUMNS:
                top, left, height = top + height, 0, 0
            place = {"h": panel.height, "w": panel.width, "x": left, "y": top}
            found.append({"id": len(found) + 1, "gridPos": place, **_panel(panel)})
            left, height = left + panel.width, max(height, panel.height)
        top += height
    return found


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "type": panel.kind,
        "title": panel.title,
        **({"description": panel.description} if panel.description else {}),
        "datasource": _SOURCE,
        "targets": [
            {
                "refId": chr(ord("A") + index),
                "datasource": _SOURCE,
                "expr": one.expression,
                "legendFormat": one.legend,
            }
            for index, one in enumerate(panel.queries)
        ],
        "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
        "options": _options(panel),
    }


def _defaults(panel: Panel) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"value": None, "color": "green"}]
    if panel.red_above is not None:
        steps.append({"value": panel.red_above, "color": "red"})
    custom = {"lineWidth": 1, "fillOpacity": 10, "showPoints": "never"}
    if panel.stacked:
        custom |= {"stacking": {"mode": "normal", "group": "A"}, "fillOpacity": 40}
    if panel.red_above is not None and panel.kind == "timeseries":
        custom["thresholdsStyle"] = {"mode": "dashed"}
    return {
        "unit": panel.unit,
        "min": 0,
        "thresholds": {"mode": "absolute", "steps": steps},
        **({"custom": custom} if panel.kind == "timeseries" else {}),
    }


def _options(panel: Panel) -> dict[str, Any]:
    if panel.kind == "stat":
        return {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "value", "graphMode": "area"}
    legend = {"displayMode": "table", "placement": "bottom", "showLegend": True, "calcs": ["mean", "max"]}
    return {"legend": legend, "tooltip": {"mode": "multi", "sort": "desc"}}


def _variable(name: str, query: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "query",
        "datasource": _SOURCE,
        "query": {"query": query, "refId": name},
        "includeAll": True,
        "multi": True,
        "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
        "refresh": 2,
        "sort": 1,
    }


def _other_dashboards() -> dict[str, Any]:
    return {
        "title": "FlowForge",
        "type": "dashboards",
        "tags": ["flowforge"],
        "asDropdown": True,
        "includeVars": False,
        "keepTime": True,
        "targetBlank": False,
        "icon": "external link",
        "tooltip": "",
        "url": "",
    }
