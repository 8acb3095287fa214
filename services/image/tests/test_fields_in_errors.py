"""An error that names a field in its message names it in its details, as programs read them."""

import base64
import re
from typing import Any

import httpx
import pytest

from flowforge_image.app import app
from flowforge_image.core.processing.examples import DOT
from servicekit import OperationError

_QUOTED = re.compile(r"'([a-z_]+)(?:\[[^']*)?'")


def svg(inside: str, size: int = 100) -> dict[str, str]:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">{inside}</svg>'
    return {"base64": base64.b64encode(text.encode()).decode()}


SCRIPT, HUGE = svg("<script>1</script>"), svg("", 99_999)
STEP = {"operation": "resize", "scale": 8, "enlarge": True}


@pytest.mark.parametrize(
    ("path", "request_body", "code", "fields"),
    [
        ("/convert", {"file": SCRIPT}, "SVG_SCRIPT", ["file"]),
        ("/convert", {"file": svg('<image href="http://a.example/b"/>')}, "SVG_REMOTE_REFERENCE", ["file"]),
        ("/convert", {"file": HUGE}, "IMAGE_TOO_MANY_PIXELS", ["file"]),
        ("/info", {"file": HUGE}, "IMAGE_TOO_MANY_PIXELS", ["file"]),
        ("/convert", {"file": DOT, "format": "png", "page": 4}, "IMAGE_PAGE_UNKNOWN", ["page"]),
        ("/overlay", {"file": DOT, "overlay": SCRIPT}, "SVG_SCRIPT", ["overlay"]),
        ("/watermark", {"file": DOT, "mark": HUGE}, "IMAGE_TOO_MANY_PIXELS", ["mark"]),
        ("/compare", {"file": DOT, "other": SCRIPT}, "SVG_SCRIPT", ["other"]),
        ("/collage", {"files": [DOT, SCRIPT]}, "SVG_SCRIPT", ["files[1]"]),
        ("/animate", {"files": [DOT, HUGE]}, "IMAGE_TOO_MANY_PIXELS", ["files[1]"]),
        ("/sprite", {"files": [DOT, SCRIPT]}, "SVG_SCRIPT", ["files[1]"]),
        (
            "/pipeline",
            {"file": DOT, "steps": [{"operation": "flip"}], "layers": [DOT, SCRIPT]},
            "SVG_SCRIPT",
            ["layers[1]"],
        ),
        (
            "/pipeline",
            {"file": DOT, "steps": [{"operation": "flip"}, {"operation": "overlay", "layer": 3}]},
            "IMAGE_LAYER_UNKNOWN",
            ["steps[1]"],
        ),
        ("/pipeline", {"file": DOT, "steps": [STEP] * 6}, "IMAGE_TOO_MANY_PIXELS", ["steps[3]"]),
        ("/crop", {"file": DOT, "width": 8000}, "IMAGE_AREA_OUTSIDE", ["width", "height"]),
        (
            "/crop",
            {"file": DOT, "x": 900, "y": 0, "width": 5, "height": 5},
            "IMAGE_AREA_OUTSIDE",
            ["x", "y", "width", "height"],
        ),
        (
            "/blur",
            {"file": DOT, "areas": [{"x": 900, "y": 0, "width": 5, "height": 5}]},
            "IMAGE_AREA_OUTSIDE",
            ["areas[0]"],
        ),
        ("/card", {"layers": [{"kind": "picture", "picture": 4}]}, "IMAGE_LAYER_UNKNOWN", ["/layers/0"]),
    ],
)
def test_details_name_the_field(
    client: httpx.Client, path: str, request_body: dict[str, Any], code: str, fields: list[str]
) -> None:
    error = client.post(path, json=request_body).json()["error"]
    assert error["code"] == code
    assert [detail["field"] for detail in error["details"]] == fields


def test_a_message_that_names_fields_names_one_of_the_request() -> None:
    """What is no field of any request would be named in the message alone, and in no detail."""
    fields: dict[type[OperationError], set[str]] = {}
    for endpoint in app.endpoints:
        steps = (
            {"layer"} if "steps" in endpoint.field_names else set()
        )  # a field of a step, named as steps[1]
        for error in endpoint.operation.errors:
            fields.setdefault(error, set()).update(endpoint.field_names | steps)
    naming = {error: set(_QUOTED.findall(error.message)) for error in fields}
    assert sum(map(bool, naming.values())) > 10
    assert [error.code for error, named in naming.items() if named and not named & fields[error]] == []
