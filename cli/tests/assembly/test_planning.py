import json

import pytest

from flowforge_cli.assembly.planning import build_plan
from flowforge_cli.assembly.services import is_installed
from flowforge_cli.errors import InvalidTls, NoSuchPart
from flowforge_cli.home.certificate import local_certificate
from flowforge_cli.home.folder import Home
from flowforge_cli.supervision.plan import Part, to_json

ANYWHERE = {"FLOWFORGE_PORT": "0", "FLOWFORGE_CRYPTO_PORT": "0", "FLOWFORGE_MATH_PORT": "0"}


def parts(home: Home, *only: str, **environment: str) -> dict[str, Part]:
    return {part.name: part for part in build_plan(home, only, {**ANYWHERE, **environment}).parts}


def test_the_stages(home: Home) -> None:
    found = parts(home, "crypto", "math")
    assert {name: part.stage for name, part in found.items()} == {
        "valkey": 0,
        "crypto": 1,
        "math": 1,
        "authz": 1,
        "envoy": 2,
    }
    assert {name for name, part in found.items() if part.essential} == {"valkey", "authz", "envoy"}


def test_only_services_get_services_secrets(home: Home) -> None:
    found = parts(home, "crypto", "math", FLOWFORGE_SOMETHING="of-the-user")
    crypto = found["crypto"].environment
    assert crypto["FLOWFORGE_SOMETHING"] == "of-the-user"
    secrets = [crypto["FLOWFORGE_GATEWAY_SECRET"], crypto["FLOWFORGE_CRYPTO_MASTER_KEY"]]
    for name in ("valkey", "authz", "envoy"):
        assert not [secret for secret in secrets if secret in json.dumps(found[name].environment)]
    assert crypto["FLOWFORGE_CRYPTO_MASTER_KEY"] not in found["math"].environment.values()


def test_no_secret_is_on_a_command_line(home: Home) -> None:
    plan = build_plan(home, ("crypto",), ANYWHERE)
    secrets = [path.read_text().strip() for path in home.secrets.iterdir()]
    assert len(secrets) == 3
    assert all(secret in to_json(plan) for secret in secrets)
    words = [word for part in plan.parts for word in part.argv]
    assert not [word for word in words for secret in secrets if secret in word]


def test_a_service_that_is_not_there_is_named(home: Home) -> None:
    with pytest.raises(NoSuchPart, match=r"no service 'cripto' is installed; available: crypto, math"):
        build_plan(home, ("cripto",), ANYWHERE)


def test_the_gateway_listens_where_it_is_told(home: Home) -> None:
    argv = parts(home, "crypto", FLOWFORGE_HOST="0.0.0.0")["envoy"].argv  # noqa: S104 - what is tested
    assert argv[argv.index("--host") + 1] == "0.0.0.0"  # noqa: S104 - likewise


@pytest.mark.skipif(not is_installed("flowforge_files"), reason="the files service is not installed")
def test_files_are_shared_where_the_files_service_runs(home: Home) -> None:
    with_files = parts(home, "crypto", "files", FLOWFORGE_FILES_PORT="0")
    crypto, files = with_files["crypto"].environment, with_files["files"].environment
    names = ("FLOWFORGE_FILES_URL", "FLOWFORGE_FILES_SIGNING_KEY", "FLOWFORGE_FILES_PUBLIC_URL")
    assert [crypto[name] for name in names] == [files[name] for name in names]
    assert crypto["FLOWFORGE_FILES_URL"] == (home.path / "data" / "files" / "content").as_uri()
    assert "FLOWFORGE_FILES_URL" not in parts(home, "crypto")["crypto"].environment


def test_tls_is_new_unless_said_otherwise(home: Home) -> None:
    certificate = local_certificate(home)

    def words(**environment: str) -> str:
        plan = build_plan(home, ("crypto",), {**ANYWHERE, **environment}, certificate)
        assert plan.address.startswith("https://")
        return " ".join(next(part for part in plan.parts if part.name == "envoy").argv)

    assert f"--tls-cert {certificate.chain} --tls-key {certificate.key} --tls-min 1.3" in words()
    assert "--tls-min 1.2" in words(FLOWFORGE_TLS_MIN="1.2")
    with pytest.raises(InvalidTls, match=r"FLOWFORGE_TLS_MIN is 'old': it can be 1.2 or 1.3"):
        words(FLOWFORGE_TLS_MIN="old")
    assert "--tls-" not in " ".join(parts(home, "crypto")["envoy"].argv)
