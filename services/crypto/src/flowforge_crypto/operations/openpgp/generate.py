"""Generate an OpenPGP key with subkeys for signing and encryption.

Messages to a key of profile `rfc9580` are encrypted in the form of RFC 9580, which GnuPG cannot read. Use the
profile `gnupg` if anyone will decrypt with GnuPG, or with software from before 2024.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from servicekit import Process, RequestBody, operation

Suite = Literal["curve25519", "p256", "p384", "p521", "rsa-2048", "rsa-3072", "rsa-4096"]
_SUITES: dict[Suite, str] = {
    "curve25519": "Cv25519",
    "p256": "P256",
    "p384": "P384",
    "p521": "P521",
    "rsa-2048": "RSA2k",
    "rsa-3072": "RSA3k",
    "rsa-4096": "RSA4k",
}


class GeneratePgpRequest(RequestBody):
    user_id: Annotated[str, Field(min_length=1, max_length=256)] = Field(
        description="Name <address@example.com>"
    )
    suite: Suite = Field(default="curve25519", description="Algorithms of the key and its subkeys.")
    profile: Literal["rfc9580", "gnupg"] = Field(
        "rfc9580",
        description="`gnupg`: messages to the key are in the older form (RFC 4880), as GnuPG reads it.",
    )
    days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(
        1095, description="Validity in days; null for unlimited."
    )


class GeneratePgpResult(BaseModel):
    private_key: str = Field(description="The private key, armored, encrypted if a passphrase was given.")
    public_key: str = Field(description="The public key, armored, to share.")
    fingerprint: str = Field(description="Fingerprint of the primary key, hexadecimal.")
    expires_at: datetime | None = Field(description="When the key expires, in UTC; null if it does not.")


@operation("/openpgp/generate", example={"user_id": "Alice <alice@example.com>"}, run=Process(), secret=True)
def generate_pgp(request: GeneratePgpRequest) -> GeneratePgpResult:
    import pysequoia  # noqa: PLC0415 - in the worker process only

    validity = None if request.days is None else timedelta(days=request.days)
    if request.profile == "gnupg":
        from flowforge_crypto.core.openpgp import gnupg  # noqa: PLC0415 - in the worker process only

        key = pysequoia.Tsk.from_bytes(gnupg.generate(request.user_id, request.suite, validity))
    else:
        suite = getattr(pysequoia.CipherSuite, _SUITES[request.suite])
        seconds = None if validity is None else int(validity.total_seconds())
        key = pysequoia.Tsk.generate(user_id=request.user_id, cipher_suite=suite, validity_seconds=seconds)
    public = key.extract_certificate()
    return GeneratePgpResult(
        private_key=str(key),
        public_key=str(public),
        fingerprint=public.fingerprint,
        expires_at=public.expiration,
    )
