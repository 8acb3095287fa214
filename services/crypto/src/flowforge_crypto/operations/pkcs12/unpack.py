"""Extract the private key and the certificates of a PKCS #12 file (.p12, .pfx)."""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.certificates.example import PKCS12
from flowforge_crypto.core.certificates.pkcs12 import UnreadablePkcs12, unpack
from flowforge_crypto.core.certificates.reading import (
    CERTIFICATE_ERRORS,
    CertificateInfo,
    describe,
    to_pem,
)
from flowforge_crypto.core.keys.writing import write_key
from servicekit import FileInput, FileRule, Process, RequestForm, operation


class UnpackPkcs12Form(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=4 << 20)] = Field(
        description="The PKCS #12 file (.p12, .pfx)."
    )
    passphrase: Annotated[
        SecretStr, Field(max_length=256, description="Passphrase of the file; empty if it has none.")
    ] = SecretStr("")


class UnpackPkcs12Result(BaseModel):
    key: str | None = Field(description="PEM, not encrypted.")
    certificates: str = Field(description="Certificates in PEM, the key's own first.")
    infos: list[CertificateInfo] = Field(
        description="What each certificate says, in the order of `certificates`."
    )


@operation(
    "/pkcs12/unpack",
    errors=[UnreadablePkcs12, *CERTIFICATE_ERRORS],
    example={"file": {"base64": PKCS12}, "passphrase": "correct horse"},
    run=Process(),
    secret=True,
)
def unpack_pkcs12(form: UnpackPkcs12Form) -> UnpackPkcs12Result:
    opened = unpack(form.file.content, form.passphrase.get_secret_value())
    kept = [opened.cert, *opened.additional_certs] if opened.cert else opened.additional_certs
    certificates = [one.certificate for one in kept]
    return UnpackPkcs12Result(
        key=write_key(opened.key, "pem") if opened.key else None,
        certificates="".join(to_pem(one) for one in certificates),
        infos=[describe(one) for one in certificates],
    )
