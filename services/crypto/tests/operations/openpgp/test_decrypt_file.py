from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flowforge_crypto.core.openpgp.errors import (
    NotSigned,
    PgpContentUnsupported,
    PgpUndecryptable,
    UnreadablePgpKey,
)
from flowforge_crypto.core.openpgp.example import MESSAGE, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.decrypt_file import DecryptPgpFileForm, decrypt_pgp_file


@pytest.fixture
def decrypt(tmp_path: Path, spooled: Any) -> Any:
    def opened(name: str | None = "a.pgp", message: str = MESSAGE, **values: Any) -> Any:
        form = DecryptPgpFileForm(
            **{"file": spooled(message.encode(), name), "passphrase": "correct horse"} | values
        )
        context: Any = SimpleNamespace(workspace=tmp_path)
        return decrypt_pgp_file(form, context)

    return opened


@pytest.mark.parametrize(
    ("name", "plain"),
    [("a.csv.GPG", "a.csv"), ("a.asc", "a"), ("a.csv", "a.csv"), (None, "file"), (".pgp", ".pgp")],
)
def test_a_message_and_its_name(decrypt: Any, name: Any, plain: str) -> None:
    result = decrypt(name)
    assert (result.name, result.data.read_bytes(), result.report.signers) == (plain, b"hello", [])


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"passphrase": "wrong"}, PgpUndecryptable),
        ({"message": "hello"}, PgpUndecryptable),
        ({"message": ""}, PgpContentUnsupported),
        ({"message": MESSAGE[:150]}, PgpUndecryptable),
        ({"key": "hello"}, UnreadablePgpKey),
        ({"signed_by": [PUBLIC_KEY]}, NotSigned),
    ],
)
def test_errors(decrypt: Any, values: Any, error: Any) -> None:
    with pytest.raises(error):
        decrypt(**values)
