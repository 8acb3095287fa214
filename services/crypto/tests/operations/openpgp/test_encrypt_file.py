from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.openpgp.errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.decrypt_file import DecryptPgpFileForm, decrypt_pgp_file
from flowforge_crypto.operations.openpgp.encrypt_file import EncryptPgpFileForm, encrypt_pgp_file

CONTENT = b"\x00\xff\n" * 50_000


@pytest.mark.parametrize(("armor", "name"), [(False, "report.csv.pgp"), (True, "report.csv.asc")])
def test_both_ways(tmp_path: Path, spooled: Any, name: str, *, armor: bool) -> None:
    context: Any = SimpleNamespace(workspace=tmp_path)
    form = EncryptPgpFileForm(
        file=spooled(CONTENT, "report.csv"), recipients=[PUBLIC_KEY], signing_key=PRIVATE_KEY, armor=armor
    )
    made: Any = encrypt_pgp_file(form, context)
    assert made.name == name
    message = spooled(made.data.read_bytes(), made.name)
    opened: Any = decrypt_pgp_file(
        DecryptPgpFileForm(file=message, key=PRIVATE_KEY, signed_by=[PUBLIC_KEY]), context
    )
    assert (opened.name, len(opened.report.signers)) == ("report.csv", 1)
    assert opened.data.read_bytes() == CONTENT


def test_errors(tmp_path: Path, spooled: Any) -> None:
    context: Any = SimpleNamespace(workspace=tmp_path)
    with pytest.raises(ValidationError, match="give 'recipients' or 'passphrase'"):
        EncryptPgpFileForm(file=spooled(b""))
    with pytest.raises(UnreadablePgpKey, match="'recipients'"):
        encrypt_pgp_file(EncryptPgpFileForm(file=spooled(b""), recipients=["hello"]), context)
