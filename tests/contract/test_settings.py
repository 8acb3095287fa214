"""Settings are frozen, described, and hold no secret of their own."""

from pathlib import Path

import pytest
from pydantic import Field, SecretBytes, SecretStr
from pydantic_settings import SettingsConfigDict
from tools.repository import settings

from servicekit import Settings
from servicekit.settings import InvalidSettings, KitSettings

each_class = pytest.mark.parametrize("declared", settings(), ids=lambda declared: declared.__qualname__)


@each_class
def test_settings_are_frozen_and_prefixed(declared: type[Settings]) -> None:
    assert declared.model_config.get("frozen")
    assert declared.model_config.get("env_prefix", "").startswith("FLOWFORGE_")


@each_class
def test_settings_are_described(declared: type[Settings]) -> None:
    silent = [
        name for name, one in declared.model_fields.items() if not (one.description or "").endswith(".")
    ]
    assert not silent


@each_class
def test_no_secret_has_a_default(declared: type[Settings]) -> None:
    for name, field in declared.model_fields.items():
        if "Secret" in str(field.annotation) or name.endswith(("password", "secret", "_key")):
            assert field.default is None or field.is_required(), name
            assert any(kind.__name__ in str(field.annotation) for kind in (SecretStr, SecretBytes)), name


def test_service_settings_have_prefixes_of_their_own() -> None:
    prefixes = [declared.model_config.get("env_prefix") for declared in settings()]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:hunter2@db/0",
        "mysql://:hunter2@db/0",
        "mysql://us/er:hunter2@db",
        "mysql://db/0?password=hunter2&x=1",
        '{"password": "hunter2"}',
        "{'api_key': 'hunter2'}",
    ],
)
def test_no_password_is_printed(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    kit = settings()[0]
    monkeypatch.setenv("FLOWFORGE_STORE_URL", url)
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET", "hunter2")
    with pytest.raises(InvalidSettings) as caught:
        kit.load()
    told = f"{caught.value} {caught.value.__cause__}"
    assert "FLOWFORGE_STORE_URL" in told
    assert "FLOWFORGE_GATEWAY_SECRET" in told
    assert "hunter2" not in told


def test_settings_show_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_STORE_URL", "redis://user:hunter2@db/0")
    monkeypatch.setenv("FLOWFORGE_REDIS_URL", "redis://db/0?password=hunter2")
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET", "hunter2 hunter2 hunter2")
    loaded = settings()[0].load()
    assert "hunter2" not in f"{loaded!r} {loaded}"
    assert "redis://***@db/0" in repr(loaded)


def test_all_mistakes_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kit = settings()[0]
    monkeypatch.setenv("FLOWFORGE_THREADS", "0")
    monkeypatch.setenv("FLOWFORGE_LOG_LEVEL", "LOUD")
    with pytest.raises(InvalidSettings) as caught:
        kit.load()
    assert "FLOWFORGE_THREADS: " in str(caught.value)
    assert "FLOWFORGE_LOG_LEVEL: " in str(caught.value)
    assert "'LOUD'" in str(caught.value)


def test_a_setting_can_be_kept_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret, hosts = tmp_path / "gateway-secret", tmp_path / "hosts"
    secret.write_text("a secret from a file\n")
    hosts.write_text('["intranet.example"]')
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET_FILE", str(secret))
    monkeypatch.setenv("FLOWFORGE_FETCH_ALLOW_HOSTS_FILE", str(hosts))
    loaded = KitSettings.load()
    assert loaded.gateway_secret is not None
    assert loaded.gateway_secret.get_secret_value() == "a secret from a file"
    assert loaded.fetch_allow_hosts == ("intranet.example",)


class Aliased(Settings):
    """A service's settings that share one of every service."""

    model_config = SettingsConfigDict(env_prefix="FLOWFORGE_ALIASED_")
    secret: SecretStr | None = Field(None, validation_alias="FLOWFORGE_GATEWAY_SECRET")


def test_a_setting_under_the_name_of_another_can_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret from a file")
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET_FILE", str(tmp_path / "secret"))
    loaded = Aliased.load().secret
    assert loaded is not None
    assert loaded.get_secret_value() == "a secret from a file"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe")
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET_FILE", str(tmp_path / "missing"))
    monkeypatch.setenv("FLOWFORGE_STORE_URL_FILE", str(binary))
    with pytest.raises(InvalidSettings) as caught:
        KitSettings.load()
    first, second = str(caught.value).splitlines()
    assert (
        first
        == f"FLOWFORGE_GATEWAY_SECRET_FILE: {tmp_path}/missing cannot be read: No such file or directory"
    )
    assert second == f"FLOWFORGE_STORE_URL_FILE: {binary} is not text in UTF-8"


def test_a_value_and_a_file_are_not_both_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret from a file")
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET", "a secret from the environment")
    monkeypatch.setenv("FLOWFORGE_GATEWAY_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(InvalidSettings, match="FLOWFORGE_GATEWAY_SECRET_FILE: the variable without _FILE"):
        KitSettings.load()


def test_no_setting_can_be_taken_for_the_file_of_another() -> None:
    for declared in settings():
        assert not [name for name in declared.model_fields if f"{name}_file" in declared.model_fields]
