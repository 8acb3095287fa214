import base64
from typing import Any

import pytest

from flowforge_crypto.core.certificates.example import CERTIFICATE, KEY, PKCS12
from flowforge_crypto.core.certificates.pkcs12 import UnreadablePkcs12
from flowforge_crypto.operations.pkcs12.unpack import UnpackPkcs12Form, unpack_pkcs12


def test_what_was_packed_comes_out(spooled: Any) -> None:
    file = spooled(base64.b64decode(PKCS12))
    result = unpack_pkcs12(UnpackPkcs12Form(file=file, passphrase="correct horse"))
    assert (result.key, result.certificates) == (KEY, CERTIFICATE)
    assert [info.subject for info in result.infos] == ["CN=example.com"]


def test_another_passphrase(spooled: Any) -> None:
    with pytest.raises(UnreadablePkcs12):
        unpack_pkcs12(UnpackPkcs12Form(file=spooled(base64.b64decode(PKCS12)), passphrase="wrong"))
