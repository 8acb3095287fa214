"""Make an OpenPGP key with subkeys for signing and encryption, valid for three years.

Messages to such a key are in the form of RFC 9580, which GnuPG does not read: for GnuPG make it there.
"""

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
    suite: Suite = "curve25519"


class GeneratePgpResult(BaseModel):
    private_key: str
    public_key: str
    fingerprint: str


@operation("/openpgp/generate", example={"user_id": "Alice <alice@example.com>"}, run=Process(), secret=True)
def generate_pgp(request: GeneratePgpRequest) -> GeneratePgpResult:
    import pysequoia  # noqa: PLC0415 - in the worker process only

    suite = getattr(pysequoia.CipherSuite, _SUITES[request.suite])
    key = pysequoia.Tsk.generate(user_id=request.user_id, cipher_suite=suite)
    public = key.extract_certificate()
    return GeneratePgpResult(private_key=str(key), public_key=str(public), fingerprint=public.fingerprint)
