"""A declaration that is refused while the gateway runs."""

import time
from collections.abc import Iterator

import httpx
import orjson
import pytest
import yaml
from gateway_stand.stand import Embedded

from flowforge_gateway import InvalidDeclaration


@pytest.fixture
def declaration(embedded: Embedded) -> Iterator[None]:
    before = embedded.kong_file.read_text()
    yield
    embedded.kong_file.write_text(before)
    embedded.render()


@pytest.mark.usefixtures("declaration")
def test_a_file_that_is_wrong_changes_nothing(embedded: Embedded, client: httpx.Client) -> None:
    content = yaml.safe_load(embedded.kong_file.read_text())
    content["plugins"].append({"name": "bot-detection", "config": {}})
    embedded.kong_file.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(InvalidDeclaration, match="plugin bot-detection"):
        embedded.render()
    rendered = orjson.loads(embedded.rendered.read_bytes())
    rendered["plugins"].append({"name": "bot-detection", "config": {}})
    embedded.rendered.write_bytes(orjson.dumps(rendered))
    deadline = time.monotonic() + 10
    words = "plugin bot-detection: this gateway does not know this plugin here"
    for part in (embedded.authz, embedded.envoy):
        while words not in part.log.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert client.get("/api/v1/crypto/x").status_code == 200
