import base64

from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import gateway_secret, master_key, valkey_password


def test_secrets_are_made_once(home: Home) -> None:
    first = [
        gateway_secret(home),
        valkey_password(home),
        master_key(home, "crypto"),
        master_key(home, "math"),
    ]
    assert len(set(first)) == 4
    again = [
        gateway_secret(home),
        valkey_password(home),
        master_key(home, "crypto"),
        master_key(home, "math"),
    ]
    assert again == first


def test_a_master_key_is_32_bytes_in_base64(home: Home) -> None:
    assert len(base64.b64decode(master_key(home, "crypto"), validate=True)) == 32


def test_only_the_owner_reads_them(home: Home) -> None:
    gateway_secret(home)
    master_key(home, "crypto")
    assert {path.stat().st_mode & 0o777 for path in home.secrets.iterdir()} == {0o600}
