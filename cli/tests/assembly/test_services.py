import json
import sys
from pathlib import Path

import pytest

from flowforge_cli.assembly.services import ServiceContext, installed_services, is_installed, service_part
from flowforge_cli.home.folder import Home
from flowforge_gateway import ServiceEntry, load_entries


def entry(name: str) -> ServiceEntry:
    return next(one for one in load_entries() if one.name == name)


def test_installed_services_keep_the_order_of_the_catalog() -> None:
    found = installed_services()
    assert found
    assert [entry for entry in load_entries() if entry in found] == list(found)


def test_a_new_package_is_found_without_being_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "flowforge_novel_one"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert not is_installed("flowforge_novel_one")  # a package alone is no service yet
    (package / "app.py").write_text("raise RuntimeError('imported')")
    assert is_installed("flowforge_novel_one")
    assert "flowforge_novel_one" not in sys.modules


def test_what_a_service_is_given(home: Home) -> None:
    environment = {"FLOWFORGE_LOG_LEVEL": "DEBUG", "FLOWFORGE_GATEWAY_SECRET": "not-this-one", "PATH": "/bin"}
    part = service_part(
        entry("crypto"), 3001, ServiceContext(home, "redis://:p@127.0.0.1:1/0", environment), stage=1
    )
    given = part.environment
    assert given["FLOWFORGE_LOG_LEVEL"] == "DEBUG"
    assert given["FLOWFORGE_GATEWAY_SECRET"] == (home.secrets / "gateway-secret").read_text().strip()
    assert given["FLOWFORGE_CRYPTO_MASTER_KEY"] == (home.secrets / "crypto-master-key").read_text().strip()
    assert given["FLOWFORGE_STORE_URL"] == f"sqlite:///{home.path}/data/crypto/store.sqlite"
    assert given["FLOWFORGE_REDIS_URL"] == "redis://:p@127.0.0.1:1/0"
    assert not [word for word in part.argv if given["FLOWFORGE_GATEWAY_SECRET"] in word]


def test_what_the_user_has_set_wins(home: Home) -> None:
    own = {"FLOWFORGE_REDIS_URL": "redis://elsewhere:6379/0", "FLOWFORGE_CRYPTO_MASTER_KEY": "mine"}
    part = service_part(entry("crypto"), 3001, ServiceContext(home, "redis://:p@127.0.0.1:1/0", own), stage=1)
    assert {name: part.environment[name] for name in own} == own


def test_files_are_named_as_seen_from_where_the_user_is(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = {"FLOWFORGE_LLM_MODELS_FILE": "models.toml", "THEIR_FILE": "x", "FLOWFORGE_OTHER_FILE": ""}
    part = service_part(entry("llm"), 3006, ServiceContext(home, "redis://:p@127.0.0.1:1/0", own), stage=1)
    expected = own | {"FLOWFORGE_LLM_MODELS_FILE": str(tmp_path / "models.toml")}
    assert {name: part.environment[name] for name in own} == expected


def test_only_a_service_that_declares_it_gets_a_master_key_or_a_folder(home: Home) -> None:
    context = ServiceContext(home, "redis://:p@127.0.0.1:1/0", {})
    plain = service_part(
        ServiceEntry(name="weather", port=3900, max_upload_megabytes=1), 3900, context, stage=1
    )
    names = {"FLOWFORGE_WEATHER_MASTER_KEY", "FLOWFORGE_WEATHER_DATA_DIR"}
    assert not names & plain.environment.keys()
    declared = ServiceEntry(name="weather", port=3900, max_upload_megabytes=1, master_key=True, data_dir=True)
    given = service_part(declared, 3900, context, stage=1).environment
    assert given["FLOWFORGE_WEATHER_MASTER_KEY"] == (home.secrets / "weather-master-key").read_text().strip()
    assert given["FLOWFORGE_WEATHER_DATA_DIR"] == str(home.path / "data" / "weather")


def test_a_setting_that_the_user_keeps_in_a_file_is_not_given_twice(home: Home, tmp_path: Path) -> None:
    own = {
        "FLOWFORGE_CRYPTO_MASTER_KEY_FILE": str(tmp_path / "key"),
        "FLOWFORGE_GATEWAY_SECRET_FILE": str(tmp_path / "secret"),
    }
    context = ServiceContext(home, "redis://:p@127.0.0.1:1/0", own)
    given = service_part(entry("crypto"), 3001, context, stage=1).environment
    assert given["FLOWFORGE_CRYPTO_MASTER_KEY_FILE"] == str(tmp_path / "key")
    assert "FLOWFORGE_CRYPTO_MASTER_KEY" not in given
    assert "FLOWFORGE_GATEWAY_SECRET_FILE" not in given  # gateway and service must agree on it
    assert given["FLOWFORGE_GATEWAY_SECRET"] == (home.secrets / "gateway-secret").read_text().strip()


def test_a_service_gets_the_addresses_of_those_that_it_calls_and_that_run(home: Home) -> None:
    ports = {"llm": 4001, "ocr": 4002, "vector": 4003}
    context = ServiceContext(home, "redis://:p@127.0.0.1:1/0", {}, ports=ports)
    given = service_part(entry("vector"), 4003, context, stage=1).environment
    assert given["FLOWFORGE_VECTOR_LLM_URL"] == "http://127.0.0.1:4001/api/v1/llm"
    assert given["FLOWFORGE_VECTOR_OCR_URL"] == "http://127.0.0.1:4002/api/v1/ocr"
    assert "FLOWFORGE_VECTOR_SERVICES" not in given
    alone = ServiceContext(home, "redis://:p@127.0.0.1:1/0", {}, ports={"vector": 4003})
    names = service_part(entry("vector"), 4003, alone, stage=1).environment
    assert not {"FLOWFORGE_VECTOR_LLM_URL", "FLOWFORGE_VECTOR_OCR_URL"} & names.keys()
    everything = service_part(entry("portal"), 4004, context, stage=1).environment
    servers = json.loads(everything["FLOWFORGE_PORTAL_SERVICES"])
    assert servers == {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
