import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from flowforge_gateway import ConsumerStore, InvalidDeclaration, render

SECRET = "0123456789abcdef0123456789abcdef"


def _rendered(tmp_path: Path, now: datetime | None = None) -> dict[str, Any]:
    result = render(tmp_path / "consumers.json", tmp_path / "out.json", gateway_secret=SECRET, now=now)
    content = orjson.loads(result.path.read_bytes())
    assert isinstance(content, dict)
    return content


def _consumer(content: dict[str, Any], name: str) -> dict[str, Any]:
    consumer = next(it for it in content["consumers"] if it["username"] == name)
    assert isinstance(consumer, dict)
    return consumer


def test_a_key_comes_as_header_and_as_bearer(store: ConsumerStore, tmp_path: Path) -> None:
    issued = store.add("acme", services=("crypto",))
    consumer = _consumer(_rendered(tmp_path), "acme")
    schemes = ("", "Bearer ", "bearer ")  # Kong compares letter by letter
    assert [it["key"] for it in consumer["keyauth_credentials"]] == [it + issued.key for it in schemes]
    assert consumer["acls"] == [{"group": "crypto"}]
    assert consumer["id"] == consumer["custom_id"] == issued.consumer.id


def test_the_tier_brings_limits_and_identity(store: ConsumerStore, tmp_path: Path) -> None:
    store.add("acme", tier="basic")
    limits, identity = _consumer(_rendered(tmp_path), "acme")["plugins"]
    assert (limits["config"]["minute"], limits["config"]["day"]) == (500, 10_000)
    assert identity["config"]["add"]["headers"] == [
        "x-user-id:$(headers['x-consumer-custom-id'])",
        f"x-gateway-secret:{SECRET}",
        "x-consumer-tier:basic",
    ]


def test_what_has_expired_is_left_out_and_the_next_date_is_known(
    store: ConsumerStore, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    store.add("acme", expires=now + timedelta(hours=1))
    store.add_login("acme", expires=now + timedelta(hours=2))
    result = render(tmp_path / "consumers.json", tmp_path / "out.json", gateway_secret=SECRET)
    assert result.next_expiry == now + timedelta(hours=1)
    before = _consumer(_rendered(tmp_path), "acme")
    assert before["keyauth_credentials"][0]["tags"] == [f"expires:{int(now.timestamp()) + 3600}"]
    after = _consumer(_rendered(tmp_path, now + timedelta(minutes=90)), "acme")
    assert after["keyauth_credentials"] == []
    assert len(after["basicauth_credentials"]) == 1


def test_only_a_change_touches_the_file(store: ConsumerStore, tmp_path: Path) -> None:
    store.add("acme")
    out = tmp_path / "out.json"
    first = render(tmp_path / "consumers.json", out, gateway_secret=SECRET)
    second = render(tmp_path / "consumers.json", out, gateway_secret=SECRET)
    assert (first.changed, second.changed) == (True, False)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_what_kong_ignores_is_not_rendered(store: ConsumerStore, tmp_path: Path) -> None:
    store.add("acme")
    content = _rendered(tmp_path)
    assert "_ignore" not in content
    assert b"@GATEWAY_SECRET@" not in (tmp_path / "out.json").read_bytes()


def test_a_weak_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDeclaration, match="16 letters and digits"):
        render(tmp_path / "consumers.json", tmp_path / "out.json", gateway_secret="short")


def test_the_password_of_redis_is_rendered_for_every_consumer(store: ConsumerStore, tmp_path: Path) -> None:
    store.add("acme")
    store.add("other", tier="pro")
    destination = tmp_path / "out.json"
    render(tmp_path / "consumers.json", destination, gateway_secret=SECRET, redis_password="hunter2")
    content = orjson.loads(destination.read_bytes())
    for name in ("acme", "other"):
        assert _consumer(content, name)["plugins"][0]["config"]["redis"]["password"] == "hunter2"
    assert "password" not in _consumer(_rendered(tmp_path), "acme")["plugins"][0]["config"]["redis"]
