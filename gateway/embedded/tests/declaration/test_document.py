from pathlib import Path
from typing import Any

import orjson
import pytest

from flowforge_gateway import InvalidDeclaration, default_kong_file, load_entries
from flowforge_gateway.declaration.document import load, validate


def _service(kong: dict[str, Any], name: str = "crypto") -> dict[str, Any]:
    found = next(service for service in kong["services"] if service["name"] == name)
    assert isinstance(found, dict)
    return found


def _refused(content: dict[str, Any]) -> str:
    with pytest.raises(InvalidDeclaration) as caught:
        validate(content)
    return str(caught.value)


def test_kong_yml_is_taken_as_it_is() -> None:
    assert {service.host for service in load(default_kong_file()).services} == {
        it.name for it in load_entries()
    }


def test_an_unknown_plugin_is_named(kong: dict[str, Any]) -> None:
    kong["plugins"].append({"name": "bot-detection", "config": {}})
    _service(kong)["routes"][1]["plugins"].append(
        {"name": "ip-restriction", "config": {"deny": ["10.0.0.1"]}}
    )
    words = _refused(kong)
    assert "plugin bot-detection: this gateway does not know this plugin here" in words
    assert (
        "service crypto, route crypto, plugin ip-restriction: this gateway does not know this plugin" in words
    )


def test_an_unknown_field_is_named(kong: dict[str, Any]) -> None:
    _service(kong)["tls_verify"] = True
    _service(kong)["routes"][1]["plugins"][3]["config"]["deny"] = ["x"]
    _service(kong)["routes"][0]["hosts"] = ["a.example"]
    kong["vaults"] = []
    words = _refused(kong)
    assert "service crypto, tls_verify: this gateway does not know this field" in words
    assert (
        "service crypto, route crypto, plugin acl, config.deny: this gateway does not know this field"
        in words
    )
    assert "service crypto, route crypto-public, hosts: this gateway does not know this field" in words
    assert "vaults: this gateway does not know this field" in words


@pytest.mark.parametrize(
    ("field", "value"),
    [("hide_credentials", True), ("key_in_query", True), ("key_in_body", True), ("anonymous", "acme")],
)
def test_what_would_open_the_door_is_refused(kong: dict[str, Any], field: str, value: object) -> None:
    _service(kong)["routes"][1]["plugins"][0]["config"] = {
        **_service(kong)["routes"][1]["plugins"][0]["config"],
        field: value,
    }
    assert f"plugin key-auth, config.{field}" in _refused(kong).replace(": config.", ", config.")


def test_unknown_lua_is_refused_and_not_shown(kong: dict[str, Any]) -> None:
    kong["plugins"][-1]["config"]["header_filter"].append("os.exit()")
    words = _refused(kong)
    assert "plugin post-function: config.header_filter has Lua that this gateway does not know" in words
    assert "os.exit" not in words


def test_a_missing_snippet_is_named(kong: dict[str, Any]) -> None:
    kong["plugins"] = [plugin for plugin in kong["plugins"] if plugin["name"] != "pre-function"]
    assert "the snippet connection is missing" in _refused(kong)


def test_a_snippet_in_another_phase_is_refused(kong: dict[str, Any]) -> None:
    config = kong["plugins"][-1]["config"]
    config["header_filter"] = [*config["header_filter"], *config["access"]]
    config["access"] = []
    words = _refused(kong)
    assert "plugin post-function: config.header_filter is the wrong place for the snippet not-before" in words


def test_without_the_termination_anybody_could_call(kong: dict[str, Any]) -> None:
    kong["consumers"][0]["plugins"] = []
    assert "consumer anonymous: it needs a request-termination" in _refused(kong)


def test_a_consumer_without_limits_is_refused(rendered: dict[str, Any]) -> None:
    rendered["consumers"][1]["plugins"].pop(0)
    assert "consumer acme: it needs rate-limiting and request-transformer" in _refused(rendered)


def test_a_route_with_a_key_and_no_acl_is_refused(kong: dict[str, Any]) -> None:
    _service(kong)["routes"][1]["plugins"].pop(3)
    assert "route crypto: acl and an authentication plugin come together" in _refused(kong)


def test_a_service_needs_its_upstream(kong: dict[str, Any]) -> None:
    _service(kong)["host"] = "elsewhere"
    assert "service crypto: its host 'elsewhere' is no upstream of this file" in _refused(kong)


def test_a_mistake_in_a_credential_does_not_show_it(rendered: dict[str, Any]) -> None:
    rendered["consumers"][1]["keyauth_credentials"][0]["key"] = ["hush-hush"]
    words = _refused(rendered)
    assert "consumer acme" in words
    assert "hush-hush" not in words


def test_routing_needs_few_consumers(rendered: dict[str, Any], tmp_path: Path) -> None:
    acme = rendered["consumers"].pop()
    bare = {"acls": acme["acls"], "plugins": acme["plugins"]}
    rendered["consumers"] = [{**bare, "username": f"c{number}"} for number in range(3)] + rendered[
        "consumers"
    ]
    path = tmp_path / "many.json"
    path.write_bytes(orjson.dumps(rendered))
    assert [it.username for it in load(path, with_consumers=False).consumers] == ["anonymous", "c0"]
    assert len(load(path).consumers) == 4


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    with pytest.raises(InvalidDeclaration, match=r"broken\.json cannot be read as JSON"):
        load(path)
