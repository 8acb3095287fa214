from pathlib import Path

import pytest
import yaml

from flowforge_gateway import InvalidDeclaration, default_kong_file, load_entries, load_services, load_tiers


def test_services_have_the_ports_of_the_architecture() -> None:
    assert [(it.name, it.port) for it in load_services()] == [
        ("crypto", 3001),
        ("math", 3002),
        ("pdf", 3003),
        ("ocr", 3004),
        ("image", 3005),
        ("llm", 3006),
        ("vector", 3007),
        ("data", 3008),
        ("files", 3009),
        ("jobs", 3010),
        ("portal", 3011),
    ]


def test_tiers_have_their_limits() -> None:
    limits = {it.name: (it.requests_per_minute, it.requests_per_day) for it in load_tiers()}
    assert limits["free"] == (100, 1_000)
    assert limits["basic"] == (500, 10_000)
    assert limits["pro"] == (2_000, 50_000)
    assert list(limits) == ["free", "basic", "pro", "enterprise"]


def test_the_words_for_an_unknown_service_name_them_all() -> None:
    text = default_kong_file().read_text()
    message = next(line for line in text.splitlines() if "No service has this address" in line)
    assert all(service.name in message for service in load_services())


def test_every_service_is_built_alike() -> None:
    """Nothing but its name, port, times and sizes differs between services."""
    content = yaml.safe_load(default_kong_file().read_text())
    shapes = set()
    for service in (it for it in content["services"] if it["name"] == it["host"]):
        route = next(it for it in service["routes"] if it["name"] == service["name"])
        acl = next(it for it in route["plugins"] if it["name"] == "acl")
        assert acl["config"]["allow"] == [service["name"], "all"]
        assert route["paths"] == [f"~/api/v1/{service['name']}(?:/|$)"]
        shapes.add((service["retries"], service["connect_timeout"], *(it["name"] for it in route["plugins"])))
    assert len(shapes) == 1


def test_kong_yml_holds_no_credential() -> None:
    content = yaml.safe_load(default_kong_file().read_text())
    assert [consumer["username"] for consumer in content["consumers"]] == ["anonymous"]
    assert not {"keyauth_credentials", "basicauth_credentials", "jwt_secrets"} & set(content["consumers"][0])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidDeclaration, match=r"absent\.yml cannot be read"):
        load_services(tmp_path / "absent.yml")


@pytest.mark.parametrize("called", ["nobody", "weather"])
def test_a_service_can_only_call_another_one(tmp_path: Path, called: str) -> None:
    file = tmp_path / "services.yml"
    entry = {"name": "weather", "port": 3900, "max_upload_megabytes": 1, "calls": [called]}
    file.write_text(yaml.safe_dump({"services": [entry]}))
    with pytest.raises(InvalidDeclaration, match=f"weather calls {called}, which is no other service"):
        load_entries(file)
