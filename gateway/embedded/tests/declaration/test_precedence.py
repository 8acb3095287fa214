from typing import Any

import pytest

from flowforge_gateway.declaration.document import validate
from flowforge_gateway.declaration.precedence import in_order

TERMINATION = {"name": "request-termination", "config": {"status_code": 404, "message": "m"}}


def _order(kong: dict[str, Any], *routes: dict[str, Any]) -> list[str]:
    kong["services"], kong["upstreams"] = [], []
    kong["routes"] = [
        {"name": str(number), "strip_path": False, "plugins": [TERMINATION], **route}
        for number, route in enumerate(routes)
    ]
    return [matcher.path for matcher in in_order(validate(kong))]


@pytest.mark.parametrize(
    ("routes", "order"),
    [
        ([{"paths": ["/a"]}, {"paths": ["/a/b"]}], ["/a/b", "/a"]),
        ([{"paths": ["/a/b/c"]}, {"paths": ["~/a"]}], ["~/a", "/a/b/c"]),
        ([{"paths": ["~/a"]}, {"paths": ["/a"], "methods": ["GET"]}], ["/a", "~/a"]),
        ([{"paths": ["~/a"]}, {"paths": ["~/b"], "regex_priority": 5}], ["~/b", "~/a"]),
        ([{"paths": ["~/long/and/longer"]}, {"paths": ["~/b"]}], ["~/long/and/longer", "~/b"]),
        ([{"paths": ["/x", "~/y"]}], ["~/y", "/x"]),
    ],
)
def test_the_order_is_kongs(kong: dict[str, Any], routes: list[dict[str, Any]], order: list[str]) -> None:
    assert _order(kong, *routes) == order
