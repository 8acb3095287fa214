"""What encrypting and decrypting with OpenPGP take, of texts and of files."""

from typing import Any, Self

from pydantic import Field, SecretStr, model_validator

from servicekit import RequestBody


class PgpRecipients(RequestBody):
    """Recipients and signer of a message."""

    recipients: list[str] = Field(
        default_factory=list, max_length=50, description="Public keys in ASCII armor, or in base64."
    )
    passphrase: SecretStr | None = Field(
        None,
        min_length=1,
        description="Passphrase that decrypts the message, instead of or in addition to 'recipients'.",
    )
    signing_key: SecretStr | None = Field(None, description="Private key to sign with.")
    signing_passphrase: SecretStr | None = Field(
        None, description="Passphrase of an encrypted 'signing_key'."
    )

    @model_validator(mode="after")
    def _is_for_somebody(self) -> Self:
        if not self.recipients and self.passphrase is None:
            raise ValueError("give 'recipients' or 'passphrase'")
        return self

    def opened(self) -> tuple[list[Any], Any, list[str]]:
        """Return recipients, signer and passwords. Raises UnreadablePgpKey, PgpNotPossible."""
        from flowforge_crypto.core.openpgp import keys as openpgp_keys  # noqa: PLC0415 - in the worker process only

        signing = openpgp_keys.reveal(self.signing_key)
        passphrase = openpgp_keys.reveal(self.signing_passphrase)
        signer = None if signing is None else openpgp_keys.signer_of(signing, passphrase, "signing_key")
        recipients = openpgp_keys.read_certificates(self.recipients, "recipients")
        return recipients, signer, [self.passphrase.get_secret_value()] if self.passphrase else []


class PgpSource(RequestBody):
    """Key or passphrase of a message, and the keys that have to have signed it."""

    key: SecretStr | None = Field(None, description="Private key in ASCII armor, or in base64.")
    passphrase: SecretStr | None = Field(
        None, description="Passphrase of the message, or of 'key' if it is given."
    )
    signed_by: list[str] = Field(
        default_factory=list, max_length=50, description="Public keys in ASCII armor, or in base64."
    )

    def revealed(self) -> tuple[str | None, str | None]:
        """Return the key and the passphrase."""
        from flowforge_crypto.core.openpgp.keys import reveal  # noqa: PLC0415 - in the worker process only

        return reveal(self.key), reveal(self.passphrase)

    def signers(self) -> list[Any]:
        """Return the keys that may have signed. Raises UnreadablePgpKey."""
        from flowforge_crypto.core.openpgp import keys as openpgp_keys  # noqa: PLC0415 - in the worker process only

        return openpgp_keys.read_certificates(self.signed_by, "signed_by")
