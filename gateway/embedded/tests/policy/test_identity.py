from typing import Any

import pytest

from flowforge_gateway import InvalidDeclaration
from flowforge_gateway.declaration.document import validate
from flowforge_gateway.policy.identity import transformed


def _with_line(rendered: dict[str, Any], line: str) -> dict[str, str]:
    consumer = rendered["consumers"][1]
    consumer["plugins"][1]["config"]["add"]["headers"] = [line]
    return transformed(validate(rendered).consumers[1])[0]


def test_a_template_is_resolved_once(rendered: dict[str, Any]) -> None:
    consumer = rendered["consumers"][1]
    assert _with_line(rendered, "x-who:$(headers['x-consumer-username'])!") == {"x-who": "acme!"}
    assert _with_line(rendered, "x-id:$(headers['x-consumer-id'])") == {"x-id": consumer["id"]}


@pytest.mark.parametrize("line", ["x:$(query_params.a)", "x:$(headers.host)", "x:$(1 + 1)"])
def test_other_templates_are_refused(rendered: dict[str, Any], line: str) -> None:
    with pytest.raises(InvalidDeclaration, match="consumer acme, plugin request-transformer"):
        _with_line(rendered, line)


def test_a_header_of_the_client_is_nothing_to_trust(rendered: dict[str, Any]) -> None:
    """Only what authentication says is known; any other header would be the client's own words."""
    assert _with_line(rendered, "x:$(headers['x-real-ip'])") == {"x": ""}
