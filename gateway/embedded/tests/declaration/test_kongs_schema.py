"""What Kong's own schema refuses is refused here too, and named with the line of kong.yml."""

from pathlib import Path
from typing import Any

import pytest

from flowforge_gateway import ConsumerStore, InvalidDeclaration, default_kong_file, render
from flowforge_gateway.declaration.document import load, validate

SECRET = "0123456789abcdef"


def _refused(path: Path) -> str:
    with pytest.raises(InvalidDeclaration) as caught:
        load(path)
    return str(caught.value)


def _line(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "minute: 100, day: 1000,",
            "minute: 100, day: 99,",
            "config: the limit for day (99) cannot be lower than the limit for minute (100)",
        ),
        (
            "minute: 500, day: 10000,",
            "",
            "tier basic, plugin rate-limiting, config: at least one of these fields must be set: second",
        ),
        (
            "minute: 2000, day: 50000,",
            "minute: 0, day: 50000,",
            "tier pro, plugin rate-limiting, config.minute: Input should be greater than 0",
        ),
        (
            "redis: &redis {host: redis, port: 6379,",
            "redis: &redis {host: redis, port: 65536,",
            "tier free, plugin rate-limiting, config.redis.port: Input should be less than or equal to 65535",
        ),
        (
            "  read_timeout: 60000",
            "  read_timeout: 0",
            "service crypto, read_timeout: Input should be greater than or equal to 1",
        ),
        (
            "  retries: 1",
            "  retries: 32768",
            "service crypto, retries: Input should be less than or equal to 32767",
        ),
        (
            'paths: ["~/api/v1/math(?:/|$)"]',
            'paths: ["~/api/v1/math(?:/|$"]',
            "service math, route math, path number 1: the regular expression is not valid",
        ),
        (
            'paths: ["~/api/v1/math(?:/|$)"]',
            'paths: ["/api//v1/math"]',
            "service math, route math, path number 1: a path has no empty segments",
        ),
        (
            "allowed_payload_size: 17, size_unit",
            "allowed_payload_size: 0, size_unit",
            "route math, plugin request-size-limiting, config.allowed_payload_size: Input should be",
        ),
        ("name: math\n  host: math", "name: ma th\n  host: math", "name: String should match pattern"),
        (
            'paths: ["/api/v1/"]',
            'paths: ["api/v1/"]',
            "route unknown-service, path number 1: a path starts with /",
        ),
        ("status_code: 404, message", "status_code: 99, message", "config.status_code: Input should be"),
        (
            "max_age: 3600",
            "max_age: -1",
            "plugin cors, config.max_age: Input should be greater than or equal to 0",
        ),
        (
            "unhealthy: {interval: 2, http_failures: 2,",
            "unhealthy: {interval: 2, http_failures: 256,",
            "healthchecks.active.unhealthy.http_failures: Input should be less than or equal to 255",
        ),
        (
            'targets: [{target: "pdf:3003"}]',
            'targets: [{target: "pdf:3003", weight: 65536}]',
            "upstream pdf, target pdf:3003, weight: Input should be less than or equal to 65535",
        ),
        (
            "key_names: [x-api-key, apikey, authorization]",
            "key_names: []",
            "plugin key-auth, config.key_names: Tuple should have at least 1 item",
        ),
        (
            "remove: &identity {headers: [x-user-id,",
            'remove: &identity {headers: ["x-user-id:1",',
            "tier free, plugin request-transformer, header number 1: String should match pattern",
        ),
        ("- name: math-public", "- name: crypto", "route crypto: its name is that of route crypto already"),
        (
            "{name: vector, algorithm",
            "{name: data, algorithm",
            "upstream data: its name is that of upstream data",
        ),
    ],
)
def test_it_is_refused_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = default_kong_file().read_text()
    assert old in text
    path = tmp_path / "kong.yml"
    path.write_text(text.replace(old, new, 1))
    words = _refused(path)
    assert message in words
    assert words.startswith(f"{path} is refused:\n  line ")
    mentioned = next(line for line in words.splitlines() if message in line)
    line = int(mentioned.split("line ")[1].partition(":")[0])
    changed = _line(text, old)
    assert abs(line - changed) <= 25, (line, changed)  # the line itself, or that of its entity


def test_the_line_is_exact_where_the_field_stands(tmp_path: Path) -> None:
    text = default_kong_file().read_text()
    path = tmp_path / "kong.yml"
    path.write_text(text.replace("  read_timeout: 180000", "  read_timeout: 0", 1))
    assert f"line {_line(text, '  read_timeout: 180000')}: service ocr, read_timeout" in _refused(path)


def test_nothing_is_rendered_from_it(tmp_path: Path) -> None:
    path = tmp_path / "kong.yml"
    path.write_text(default_kong_file().read_text().replace("day: 1000,", "day: 1,", 1))
    ConsumerStore(tmp_path / "consumers.json", kong_file=path).add("acme", tier="free")
    with pytest.raises(InvalidDeclaration, match=r"line \d+: tier free, plugin rate-limiting"):
        render(tmp_path / "consumers.json", tmp_path / "out.json", gateway_secret=SECRET, kong_file=path)
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("field", "name"),
    [("keyauth_credentials", "API key"), ("basicauth_credentials", "user name"), ("jwt_secrets", "JWT key")],
)
def test_a_credential_of_two_consumers_is_refused_and_not_shown(
    rendered: dict[str, Any], field: str, name: str
) -> None:
    acme = rendered["consumers"][1]
    rendered["consumers"].append({"username": "other", "plugins": acme["plugins"], field: acme[field][:1]})
    with pytest.raises(InvalidDeclaration) as caught:
        validate(rendered)
    assert f"consumer other: its {name} is that of consumer acme already" in str(caught.value)
    assert acme[field][0]["key" if field != "basicauth_credentials" else "username"] not in str(
        caught.value
    ).replace("consumer acme", "")


def test_an_id_is_a_uuid(rendered: dict[str, Any]) -> None:
    rendered["consumers"][1]["id"] = "7"
    with pytest.raises(InvalidDeclaration, match="consumer acme, id: String should match pattern"):
        validate(rendered)


def test_a_plugin_stands_once(kong: dict[str, Any]) -> None:
    plugins = kong["services"][0]["routes"][1]["plugins"]
    plugins.append(plugins[3])
    with pytest.raises(InvalidDeclaration, match="route crypto, plugin acl: it stands there twice"):
        validate(kong)
