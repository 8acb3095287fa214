import pytest
from pydantic import SecretStr, ValidationError

from flowforge_crypto.core.openpgp.errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.core.openpgp.requests import PgpRecipients, PgpSource


def test_a_message_is_for_somebody() -> None:
    with pytest.raises(ValidationError, match="give 'recipients' or 'passphrase'"):
        PgpRecipients()
    recipients, signer, passwords = PgpRecipients(
        recipients=[PUBLIC_KEY], passphrase=SecretStr("words"), signing_key=SecretStr(PRIVATE_KEY)
    ).opened()
    assert (len(recipients), signer is not None, passwords) == (1, True, ["words"])
    assert PgpRecipients(passphrase=SecretStr("words")).opened() == ([], None, ["words"])


def test_what_opens_a_message() -> None:
    assert PgpSource().revealed() == (None, None)
    assert PgpSource(key=SecretStr("k"), passphrase=SecretStr("p")).revealed() == ("k", "p")
    assert len(PgpSource(signed_by=[PUBLIC_KEY]).signers()) == 1
    with pytest.raises(UnreadablePgpKey, match="'signed_by'"):
        PgpSource(signed_by=["hello"]).signers()
